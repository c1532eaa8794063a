package dev.pulse.marketplace.proof;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stands before the ledger, so that nobody can hammer it by asking for proofs: a few nodes are asked about at one time,
 * answers are kept for some seconds, and a ledger that failed is left alone for a moment. Safe for several threads.
 */
public final class GuardedLedger {
    /** Nodes that the ledger is asked about at one time. */
    static final int AT_ONE_TIME = 4;
    /** Nodes whose answers are kept. */
    static final int MAX_KEPT = 1_000;
    /** How long an answer is kept. */
    static final Duration KEEP = Duration.ofSeconds(5);
    /** How long a ledger that failed is not asked. */
    static final Duration REST = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LedgerSource ledger;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final Semaphore asking = new Semaphore(AT_ONE_TIME, true);
    /** By the order in which they were asked for, the oldest first. */
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private Failure last;

    private record Kept(LedgerLinks links, long at) {}

    private record Failure(String detail, long at) {}

    /** @param nanoTime a clock of nanoseconds that only goes forward */
    public GuardedLedger(LedgerSource ledger, LongSupplier nanoTime) {
        this(ledger, nanoTime, PATIENCE);
    }

    /** @param patience how long one waits for its turn */
    GuardedLedger(LedgerSource ledger, LongSupplier nanoTime, Duration patience) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /** What the ledger has of a node, some seconds old at most; empty where too many ask at this moment. */
    public Optional<LedgerLinks> ask(String nodeId) throws InterruptedException {
        Optional<LedgerLinks> known = known(nodeId);
        if (known.isPresent()) {
            return known;
        }
        if (!asking.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            // Somebody else may have asked the same, or have found it down, while this one waited.
            known = known(nodeId);
            return known.isPresent() ? known : Optional.of(keep(nodeId, ledger.ask(nodeId)));
        } finally {
            asking.release();
        }
    }

    private synchronized Optional<LedgerLinks> known(String nodeId) {
        long now = nanoTime.getAsLong();
        Kept found = kept.get(nodeId);
        if (found != null && now - found.at() < KEEP.toNanos()) {
            return Optional.of(found.links());
        }
        return last != null && now - last.at() < REST.toNanos()
                ? Optional.of(LedgerLinks.unknown(LedgerLinks.LEDGER_FAILED, last.detail()))
                : Optional.empty();
    }

    private synchronized LedgerLinks keep(String nodeId, LedgerLinks links) {
        long now = nanoTime.getAsLong();
        kept.remove(nodeId);
        if (links.failure() != null) {
            last = new Failure(links.failure(), now);
            return links;
        }
        last = null;
        kept.put(nodeId, new Kept(links, now));
        if (kept.size() > MAX_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return links;
    }
}
