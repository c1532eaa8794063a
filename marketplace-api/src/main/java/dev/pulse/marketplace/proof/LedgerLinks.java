package dev.pulse.marketplace.proof;

import dev.pulse.domain.proof.Chain;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.proof.Statement;

/**
 * What the ledger has of a node.
 *
 * @param registration hosting's entry
 * @param listing the open offer
 * @param reservations what holds slices of it
 */
public record LedgerLinks(
        Found<Chain.Registration> registration,
        Found<Chain.Listing> listing,
        Found<Page<Chain.Reservation>> reservations) {
    /** The reason where the ledger gave no answer. */
    public static final String LEDGER_FAILED = "ledger_failed";

    /**
     * One link.
     *
     * @param <T> what it says
     */
    public sealed interface Found<T> {
        /**
         * The ledger has it.
         *
         * @param statement the ledger's words
         * @param link what they mean
         */
        record Stated<T>(Statement statement, T link) implements Found<T> {}

        /**
         * It is not there.
         *
         * @param reason machine-readable, lower snake case
         * @param detail one sentence for a person
         * @param known whether it is known that there is none
         */
        record Missing<T>(String reason, String detail, boolean known) implements Found<T> {}
    }

    /** Nothing, for one reason. Whether there would be something is not known. */
    static LedgerLinks unknown(String reason, String detail) {
        return new LedgerLinks(
                new Found.Missing<>(reason, detail, false),
                new Found.Missing<>(reason, detail, false),
                new Found.Missing<>(reason, detail, false));
    }

    /** Why the ledger did not answer one of its questions; null where it answered all. */
    String failure() {
        for (Found<?> link : new Found<?>[] {registration, listing, reservations}) {
            if (link instanceof Found.Missing<?> missing && missing.reason().equals(LEDGER_FAILED)) {
                return missing.detail();
            }
        }
        return null;
    }
}
