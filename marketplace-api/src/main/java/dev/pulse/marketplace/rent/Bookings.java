package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import java.math.BigInteger;
import java.util.Optional;

/** Where reservations stand that count. Safe for several threads; calls block. */
public interface Bookings {
    /** A refusal that is for the person to know. Nothing changed. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;
        private final transient Shortfall shortfall;

        Refusal(String code, String detail, Shortfall shortfall) {
            super(detail, null, false, false);
            this.code = code;
            this.shortfall = shortfall;
        }

        /** Machine-readable reason, lower snake case. */
        public String code() {
            return code;
        }

        /** What is missing, where it is for want of SPORE; otherwise null. */
        public Shortfall shortfall() {
            return shortfall;
        }
    }

    /**
     * SPORE that is not there, in its smallest unit.
     *
     * @param amount what it costs
     * @param funds what there is
     */
    record Shortfall(BigInteger amount, Funds funds) {}

    /**
     * What somebody can pay with, in SPORE's smallest unit; both null where nothing costs anything.
     *
     * @param balance what he has
     * @param allowance how much of it he lets this marketplace spend
     */
    record Funds(BigInteger balance, BigInteger allowance) {}

    /** What a request made, by its {@link Wish#key}. */
    Optional<Reservation> ofRequest(String nodeId, String key) throws LedgerException, InterruptedException;

    /** A reservation by its name. */
    Optional<Reservation> find(String reservationId) throws LedgerException, InterruptedException;

    /**
     * Somebody's reservations, in the order in which they were made.
     *
     * @param after what the page before named as the next, or null
     */
    Page<Reservation> of(Account renter, String after) throws LedgerException, InterruptedException;

    /** What somebody can pay with. */
    Funds funds(Account renter) throws LedgerException, InterruptedException;

    /**
     * Whether the renter can pay for what he wants.
     *
     * @throws Refusal when he can't
     */
    void afford(Account renter, Wish wish) throws Refusal, LedgerException, InterruptedException;

    /**
     * Rents slices; the same key again is the same reservation.
     *
     * @param life the node's, with its owner and offer, as the lifecycle stream knows it
     */
    Reservation reserve(Account renter, Wish wish, String key, LifecycleNode.Life life)
            throws Refusal, LedgerException, InterruptedException;

    /** Gives them back; what was given back before stays so. */
    Reservation release(Reservation reservation) throws Refusal, LedgerException, InterruptedException;
}
