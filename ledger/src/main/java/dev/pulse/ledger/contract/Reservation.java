package dev.pulse.ledger.contract;

import dev.pulse.domain.account.Account;
import java.math.BigInteger;

/**
 * Rented slices.
 *
 * @param reservationId its name on the ledger
 * @param requestId what its operator called the request for it
 * @param listingId the offer
 * @param nodeId the node
 * @param farmer who earns
 * @param renter who pays
 * @param operator who made it: an account of either kind
 * @param slices how many
 * @param hours for how long
 * @param amount what was put aside, in SPORE's smallest unit
 * @param from unix milliseconds of the block
 * @param until when it is over, unix milliseconds
 * @param open whether it holds its slices
 * @param earned what the farmer was paid of it; null while it is open
 */
public record Reservation(
        String reservationId,
        String requestId,
        String listingId,
        String nodeId,
        Account farmer,
        Account renter,
        String operator,
        int slices,
        int hours,
        BigInteger amount,
        long from,
        long until,
        boolean open,
        BigInteger earned) {}
