package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reservations that stand nowhere but in the lifecycle stream, and that nobody pays for. Their names say which node they are
 * on, and what is over is forgotten.
 */
public final class MockBookings implements Bookings {
    private static final int PAGE = 100;
    private static final int DIGITS = 16;
    private static final Pattern NAME = Pattern.compile("mock-([a-z0-9][a-z0-9-]{0,63})-[0-9a-f]{16}");

    private final LifecycleClient lifecycle;
    private final HoldBoard holds;
    private final InstantSource clock;

    /**
     * @param lifecycle who has the holds
     * @param holds which nodes have any
     */
    public MockBookings(LifecycleClient lifecycle, HoldBoard holds, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.holds = holds;
        this.clock = clock;
    }

    @Override
    public Optional<Reservation> ofRequest(String nodeId, String key) {
        return held(nodeId, hold -> key.equals(hold.requestId()));
    }

    @Override
    public Optional<Reservation> find(String reservationId) {
        Matcher name = NAME.matcher(reservationId);
        return name.matches()
                ? held(name.group(1), hold -> reservationId.equals(hold.reservationId()))
                : Optional.empty();
    }

    private Optional<Reservation> held(String nodeId, Predicate<LifecycleNode.Hold> which) {
        if (!(lifecycle.ask(nodeId) instanceof LifecycleReply.Known known)
                || known.node().life() == null) {
            return Optional.empty();
        }
        LifecycleNode.Life life = known.node().life();
        return life.holds().stream()
                .filter(hold -> hold.reservationId() != null && which.test(hold))
                .findFirst()
                .map(hold -> made(
                        nodeId,
                        life.owner().farmer(),
                        new Account(hold.renter()),
                        hold.reservationId(),
                        hold.requestId(),
                        hold.slices(),
                        hold.hours(),
                        hold.fromMs(),
                        hold.untilMs(),
                        true));
    }

    @Override
    public Page<Reservation> of(Account renter, String after) {
        List<Reservation> all = holds.of(renter).stream()
                .map(held -> made(
                        held.nodeId(),
                        held.farmer(),
                        renter,
                        held.hold().reservationId(),
                        held.hold().requestId(),
                        held.hold().slices(),
                        held.hold().hours(),
                        held.hold().from(),
                        held.hold().until(),
                        true))
                .sorted((a, b) -> a.reservationId().compareTo(b.reservationId()))
                .filter(made -> after == null || made.reservationId().compareTo(after) > 0)
                .limit(PAGE + 1L)
                .toList();
        return all.size() > PAGE
                ? new Page<>(all.subList(0, PAGE), all.get(PAGE - 1).reservationId())
                : new Page<>(all, null);
    }

    @Override
    public Funds funds(Account renter) {
        return new Funds(null, null);
    }

    @Override
    public void afford(Account renter, Wish wish) {
        // Nothing costs anything.
    }

    @Override
    public Reservation reserve(Account renter, Wish wish, String key, LifecycleNode.Life life) {
        long now = clock.millis();
        return made(
                wish.nodeId(),
                life.owner().farmer(),
                renter,
                "mock-" + wish.nodeId() + "-" + key.substring(0, DIGITS),
                key,
                wish.slices(),
                wish.hours(),
                now,
                now + Duration.ofHours(wish.hours()).toMillis(),
                true);
    }

    @Override
    public Reservation release(Reservation reservation) {
        return made(
                reservation.nodeId(),
                reservation.farmer().hex(),
                reservation.renter(),
                reservation.reservationId(),
                reservation.requestId(),
                reservation.slices(),
                reservation.hours(),
                reservation.from(),
                reservation.until(),
                false);
    }

    private static Reservation made(
            String nodeId,
            String farmer,
            Account renter,
            String reservationId,
            String requestId,
            int slices,
            int hours,
            long from,
            long until,
            boolean open) {
        return new Reservation(
                reservationId,
                requestId,
                "mock-" + nodeId,
                nodeId,
                new Account(farmer),
                renter,
                "mock",
                slices,
                hours,
                BigInteger.ZERO,
                from,
                until,
                open,
                open ? null : BigInteger.ZERO);
    }
}
