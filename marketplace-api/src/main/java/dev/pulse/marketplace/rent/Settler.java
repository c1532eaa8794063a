package dev.pulse.marketplace.rent;

import dev.pulse.domain.life.Hold;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import dev.pulse.telemetry.OfNode;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over the reservations on the ledger, in the order in which they were made, and finishes what was left undone:
 * {@link Comparison} has what. It remembers up to where all are closed and agreed on, and never goes back behind that. Several
 * of them at several instances do no harm. For one thread.
 */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    /** Pages of 100 reservations that one sweep looks at, at most; the next goes on from there. */
    static final int MAX_PAGES = 50;

    /** What one sweep changes at most: each takes the ledger or the lifecycle stream a second or so. */
    static final int MAX_STEPS = 100;

    private final Marketplace contract;
    private final TransactionSigner operator;
    private final HoldBoard holds;
    private final LifecycleClient lifecycle;
    private final RentDesk desk;
    private final InstantSource clock;
    private final int maxPages;

    /** All up to this one are done with; null at the beginning. */
    private String begin;
    /** Where the walk goes on, null to begin at {@link #begin}. */
    private String at;

    Settler(
            Marketplace contract,
            TransactionSigner operator,
            HoldBoard holds,
            LifecycleClient lifecycle,
            RentDesk desk,
            InstantSource clock,
            int maxPages) {
        this.contract = contract;
        this.operator = operator;
        this.holds = holds;
        this.lifecycle = lifecycle;
        this.desk = desk;
        this.clock = clock;
        this.maxPages = maxPages;
    }

    /** Up to which reservation all are done with, or null. */
    String begin() {
        return begin;
    }

    /**
     * Walks a part of the way.
     *
     * @return how many steps were taken
     */
    int sweep() throws LedgerException, InterruptedException {
        int steps = 0;
        String after = at == null ? begin : at;
        // Only what follows on what is done with moves that mark.
        boolean behindAll = Objects.equals(after, begin);
        for (int page = 0; page < maxPages; page++) {
            Page<Reservation> reservations = contract.reservations(after);
            for (Reservation each : reservations.items()) {
                if (steps == MAX_STEPS) {
                    return steps;
                }
                Comparison.Step step = step(each);
                boolean taken = step != Comparison.Step.NONE && take(step, each);
                steps += step == Comparison.Step.NONE ? 0 : 1;
                behindAll &= !isOurs(each)
                        || (each.open()
                                ? step == Comparison.Step.SETTLE && taken
                                : step == Comparison.Step.NONE || taken);
                begin = behindAll ? each.reservationId() : begin;
                at = each.reservationId();
            }
            if (reservations.next() == null) {
                at = null;
                return steps;
            }
            after = reservations.next();
        }
        return steps;
    }

    private boolean isOurs(Reservation reservation) {
        return reservation.operator().equals(operator.key().hex());
    }

    private Comparison.Step step(Reservation each) {
        if (!isOurs(each)) {
            return Comparison.Step.NONE;
        }
        // What was read of the states lags a little; only where it does not agree, who decides is asked.
        Set<String> read = holds.of(each.nodeId()).holds().stream()
                .map(Hold::reservationId)
                .collect(Collectors.toSet());
        Comparison.Step step = Comparison.of(each, new Comparison.Node(each.listingId(), read), clock.millis());
        return step == Comparison.Step.NONE || step == Comparison.Step.SETTLE
                ? step
                : asked(each)
                        .map(node -> Comparison.of(each, node, clock.millis()))
                        .orElse(Comparison.Step.NONE);
    }

    private Optional<Comparison.Node> asked(Reservation each) {
        if (!(lifecycle.ask(each.nodeId()) instanceof LifecycleReply.Known known)
                || known.node().life() == null) {
            return Optional.empty();
        }
        LifecycleNode.Life life = known.node().life();
        return Optional.of(new Comparison.Node(
                life.offer() == null ? null : life.offer().listingId(),
                life.holds().stream()
                        .map(LifecycleNode.Hold::reservationId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
    }

    private boolean take(Comparison.Step step, Reservation each) throws LedgerException, InterruptedException {
        OfNode.say(each.nodeId(), () -> LOG.info("{} of {}: {}", each.reservationId(), each.nodeId(), step));
        return switch (step) {
            case NONE -> true;
            case SETTLE -> settle(each);
            case CONFIRM -> desk.confirm(each);
            case FORGET -> desk.forget(each);
        };
    }

    private boolean settle(Reservation each) throws LedgerException, InterruptedException {
        try {
            // What the lifecycle stream had of it ended by itself.
            return !contract.release(operator, each.reservationId()).open();
        } catch (ContractRefused refused) {
            LOG.warn("the ledger does not settle {}: {}", each.reservationId(), refused.getMessage());
            return false;
        }
    }
}
