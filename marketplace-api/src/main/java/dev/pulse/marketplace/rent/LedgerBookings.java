package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** The marketplace contract, on which this marketplace draws on what renters allow it (decision 0014). */
public final class LedgerBookings implements Bookings {
    private final Marketplace contract;
    private final Spore spore;
    private final TransactionSigner operator;

    /** Reservations that {@code operator} makes. */
    public LedgerBookings(Marketplace contract, Spore spore, TransactionSigner operator) {
        this.contract = contract;
        this.spore = spore;
        this.operator = operator;
    }

    @Override
    public Optional<Reservation> ofRequest(String nodeId, String key) throws LedgerException, InterruptedException {
        return contract.reservationOfRequest(operator.key(), key);
    }

    @Override
    public Optional<Reservation> find(String reservationId) throws LedgerException, InterruptedException {
        return contract.reservation(reservationId);
    }

    @Override
    public Page<Reservation> of(Account renter, String after) throws LedgerException, InterruptedException {
        return contract.reservationsOf(renter, after);
    }

    @Override
    public Funds funds(Account renter) throws LedgerException, InterruptedException {
        return new Funds(spore.balance(renter), spore.allowance(renter, operator.key()));
    }

    @Override
    public void afford(Account renter, Wish wish) throws Refusal, LedgerException, InterruptedException {
        Optional<Listing> listing = contract.listingOf(wish.nodeId());
        if (listing.isEmpty()) {
            throw new Refusal("not_published", "On the ledger the node is not offered.", null);
        }
        BigInteger amount = new BigInteger(Long.toUnsignedString(listing.get().pricePerHour()))
                .multiply(BigInteger.valueOf(wish.slices()))
                .multiply(BigInteger.valueOf(wish.hours()))
                .multiply(Spore.ONE);
        Funds funds = funds(renter);
        if (funds.balance().compareTo(amount) < 0) {
            throw new Refusal(
                    "not_enough_spore",
                    "This costs " + whole(amount) + " SPORE, and the account has " + whole(funds.balance()) + ".",
                    new Shortfall(amount, funds));
        }
        if (funds.allowance().compareTo(amount) < 0) {
            throw new Refusal(
                    "allowance_too_small",
                    "This costs " + whole(amount) + " SPORE, and the account lets this marketplace spend "
                            + whole(funds.allowance()) + ". Call approve {spender: \"" + operator.key()
                            + "\", amount: \"" + amount + "\"} of " + Spore.ACCOUNT
                            + ", or: pulse renter approve --amount " + whole(amount),
                    new Shortfall(amount, funds));
        }
    }

    private static String whole(BigInteger amount) {
        return new BigDecimal(amount)
                .divide(new BigDecimal(Spore.ONE))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public Reservation reserve(Account renter, Wish wish, String key, LifecycleNode.Life life)
            throws Refusal, LedgerException, InterruptedException {
        try {
            return contract.reserve(operator, life.offer().listingId(), renter, wish.slices(), wish.hours(), key);
        } catch (ContractRefused refused) {
            // The contract says it in words; whether it was for want of SPORE, the numbers say.
            afford(renter, wish);
            throw new Refusal("ledger_refused", refused.getMessage(), null);
        }
    }

    @Override
    public Reservation release(Reservation reservation) throws Refusal, LedgerException, InterruptedException {
        try {
            return contract.release(operator, reservation.reservationId());
        } catch (ContractRefused refused) {
            throw new Refusal("ledger_refused", refused.getMessage(), null);
        }
    }
}
