package dev.pulse.marketplace.earn;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Payment;
import dev.pulse.ledger.rpc.LedgerException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Asks the ledger what farmers earned. Safe for several threads; calls block. */
public final class EarningsDesk {
    /** The longest span: a reservation through this marketplace lasts no longer. */
    public static final int MAX_HOURS = 720;

    /** Pages of 100 that one answer looks at, of payments and of what runs: some milliseconds each. */
    static final int MAX_PAGES = 10;

    private final Marketplace contract;
    private final InstantSource clock;
    private final int maxPages;

    /** @param contract where reservations stand; null where nothing costs anything */
    public EarningsDesk(Marketplace contract, InstantSource clock) {
        this(contract, clock, MAX_PAGES);
    }

    EarningsDesk(Marketplace contract, InstantSource clock, int maxPages) {
        this.contract = contract;
        this.clock = clock;
        this.maxPages = maxPages;
    }

    /** A list that is asked for page by page. */
    @FunctionalInterface
    private interface Pages {
        Page<Payment> after(String name) throws LedgerException, InterruptedException;
    }

    private record Walked(List<Payment> payments, boolean all) {}

    /**
     * What a farmer was paid in the last hours, and what runs on his nodes.
     *
     * @param hours 1 to {@link #MAX_HOURS}
     */
    public Earnings of(Account farmer, int hours) throws LedgerException, InterruptedException {
        long now = clock.millis();
        long from = now - Duration.ofHours(hours).toMillis();
        if (contract == null) {
            return Earnings.of(from, now, List.of(), List.of(), true);
        }
        Walked paid = walk(after -> contract.paymentsTo(farmer, from, after));
        Walked running = walk(after -> contract.runningFor(farmer, after));
        return Earnings.of(from, now, paid.payments(), running.payments(), paid.all() && running.all());
    }

    private Walked walk(Pages pages) throws LedgerException, InterruptedException {
        List<Payment> found = new ArrayList<>();
        String after = null;
        for (int page = 0; page < maxPages; page++) {
            Page<Payment> next = pages.after(after);
            found.addAll(next.items());
            after = next.next();
            if (after == null) {
                return new Walked(found, true);
            }
        }
        return new Walked(found, false);
    }
}
