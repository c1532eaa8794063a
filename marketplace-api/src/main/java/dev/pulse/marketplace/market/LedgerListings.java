package dev.pulse.marketplace.market;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.util.Objects;
import java.util.Optional;

/**
 * The marketplace contract, on which this marketplace acts as an operator (decision 0014). Each step looks first at what
 * stands there: one that was cut off after the ledger did it is found done.
 */
public final class LedgerListings implements Listings {
    private final Marketplace contract;
    private final TransactionSigner operator;

    /** Listings that {@code operator} makes. */
    public LedgerListings(Marketplace contract, TransactionSigner operator) {
        this.contract = contract;
        this.operator = operator;
    }

    @Override
    public Offer publish(String nodeId, Account farmer, Offer wanted, Ownership.Proof proof)
            throws Refusal, LedgerException, InterruptedException {
        Optional<Listing> open = contract.listingOf(nodeId);
        Listing listing;
        if (open.isEmpty()) {
            listing = make(nodeId, farmer, wanted, proof);
        } else if (!open.get().operator().equals(operator.key().hex())) {
            throw new Refusal(
                    "published_elsewhere",
                    "The node is offered by another marketplace, " + open.get().operator() + ", as "
                            + open.get().listingId() + ".");
        } else if (open.get().pricePerHour() != wanted.pricePerHour()
                || !Objects.equals(open.get().template(), wanted.template())) {
            listing = contract.price(operator, open.get().listingId(), wanted.pricePerHour(), wanted.template());
        } else {
            listing = open.get();
        }
        return new Offer(
                listing.listingId(),
                listing.operator(),
                listing.pricePerHour(),
                listing.slices(),
                listing.template(),
                listing.createdAt());
    }

    private Listing make(String nodeId, Account farmer, Offer wanted, Ownership.Proof proof)
            throws Refusal, LedgerException, InterruptedException {
        try {
            return contract.list(
                    operator,
                    nodeId,
                    farmer,
                    wanted.pricePerHour(),
                    wanted.slices(),
                    wanted.template(),
                    new Listing.Proof(proof.payload(), proof.signature()));
        } catch (ContractRefused refused) {
            throw new Refusal("ledger_refused", refused.getMessage());
        }
    }

    @Override
    public void price(String listingId, long pricePerHour, String template)
            throws Refusal, LedgerException, InterruptedException {
        try {
            contract.price(operator, listingId, pricePerHour, template);
        } catch (ContractRefused refused) {
            throw new Refusal("ledger_refused", refused.getMessage());
        }
    }

    @Override
    public boolean wasOffered(String nodeId, Account farmer) throws LedgerException, InterruptedException {
        String after = null;
        do {
            Page<Listing> page = contract.listingsOf(nodeId, after);
            if (page.items().stream()
                    .anyMatch(listing -> listing.farmer().equals(farmer)
                            && listing.operator().equals(operator.key().hex()))) {
                return true;
            }
            after = page.next();
        } while (after != null);
        return false;
    }

    @Override
    public void close(String nodeId, String listingId) throws Refusal, LedgerException, InterruptedException {
        boolean open = contract.listingOf(nodeId)
                .filter(listing -> listing.listingId().equals(listingId))
                .isPresent();
        if (!open) {
            return;
        }
        try {
            contract.close(operator, listingId);
        } catch (ContractRefused refused) {
            throw new Refusal("ledger_refused", refused.getMessage());
        }
    }
}
