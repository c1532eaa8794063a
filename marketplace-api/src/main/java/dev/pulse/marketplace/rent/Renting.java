package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.poll.PollJudge;
import dev.pulse.domain.poll.PollReader;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.market.MarketSettings;
import dev.pulse.marketplace.market.Orders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that renting needs, put together. */
public final class Renting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renting.class);

    private final Bookings bookings;
    private final RentDesk desk;
    private final PollDesk polls;
    private final Explorer explorer;
    private final Settler settler;
    private final Duration between;
    private final ScheduledExecutorService sweeps = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("pulse-settler").daemon().unstarted(task));

    private Renting(
            Bookings bookings, RentDesk desk, PollDesk polls, Explorer explorer, Settler settler, Duration between) {
        this.bookings = bookings;
        this.desk = desk;
        this.polls = polls;
        this.explorer = explorer;
        this.settler = settler;
        this.between = between;
    }

    /**
     * Renting at a marketplace.
     *
     * @param ledger where reservations stand; null where that is not asked
     * @param operator the key that it acts with there; null with {@code ledger}
     * @param orders where its commands go
     * @param explorer where it reads who has which reservations
     */
    public static Renting open(
            MarketSettings settings,
            LedgerClient ledger,
            TransactionSigner operator,
            Orders orders,
            Explorer explorer,
            LifecycleClient lifecycle,
            InstantSource clock) {
        Marketplace contract = ledger == null ? null : new Marketplace(ledger);
        Bookings bookings = ledger == null
                ? new MockBookings(lifecycle, explorer.holds(), clock)
                : new LedgerBookings(contract, new Spore(ledger), operator);
        RentDesk desk = new RentDesk(lifecycle, bookings, orders, clock, settings.name());
        PollDesk polls = new PollDesk(
                new PollReader(settings.audience(), settings.name()),
                new PollJudge(new ReferenceEd25519()),
                nodeId -> account(explorer, nodeId),
                lifecycle,
                clock);
        Settler settler = ledger == null
                ? null
                : new Settler(contract, operator, explorer.holds(), lifecycle, desk, clock, Settler.MAX_PAGES);
        return new Renting(
                bookings, desk, polls, explorer, settler, settings.settle().toJavaDuration());
    }

    private static Optional<Account> account(Explorer explorer, String nodeId) {
        return explorer.index().find(nodeId).map(NodeEntry::account);
    }

    /** Begins to settle, where there is a ledger. Once only. */
    public void start() {
        if (settler != null) {
            var unused = sweeps.scheduleWithFixedDelay(
                    this::sweep, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        try {
            // Before all states were read, everything would seem to be lost.
            if (explorer.nodesProgress().loaded()) {
                settler.sweep();
            }
        } catch (LedgerException e) {
            LOG.warn("reservations were not settled: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("reservations were not settled", e);
        }
    }

    /** Where reservations stand. */
    public Bookings bookings() {
        return bookings;
    }

    /** What renters do. */
    public RentDesk desk() {
        return desk;
    }

    /** Who asks for a node's reservations. */
    public PollDesk polls() {
        return polls;
    }

    @Override
    public void close() {
        sweeps.shutdownNow();
    }
}
