package dev.pulse.marketplace.market;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.ledger.rpc.LedgerException;

/** Where offers stand that count. */
public interface Listings {
    /** A refusal that is for the person to know: it is offered elsewhere, or rented. Nothing changed. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        Refusal(String code, String detail) {
            super(detail, null, false, false);
            this.code = code;
        }

        /** Machine-readable reason, lower snake case. */
        public String code() {
            return code;
        }
    }

    /**
     * Offers a node; one that is offered by this marketplace already is given its price and slices stay.
     *
     * @param wanted without a listing's name and an operator
     * @param proof the node's signed pairing, or its farmer's word
     * @return the offer as it stands
     */
    Offer publish(String nodeId, Account farmer, Offer wanted, Proof proof)
            throws Refusal, LedgerException, InterruptedException;

    /**
     * Changes an offer's price.
     *
     * @param template the pricing template that it follows, or null
     */
    void price(String listingId, long pricePerHour, String template)
            throws Refusal, LedgerException, InterruptedException;

    /** Whether a node was ever offered for a farmer by this marketplace, whatever became of that. */
    boolean wasOffered(String nodeId, Account farmer) throws LedgerException, InterruptedException;

    /** Takes an offer back; one that was taken back before stays so. */
    void close(String nodeId, String listingId) throws Refusal, LedgerException, InterruptedException;
}
