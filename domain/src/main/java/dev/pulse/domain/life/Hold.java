package dev.pulse.domain.life;

import dev.pulse.domain.account.Account;

/**
 * Slices that are held for a renter. Before the ledger has the reservation it is a short promise, so that two renters who
 * want the last slice are not both sent to the ledger; after that it is the reservation.
 *
 * @param requestId chosen by who asks; also the ledger's {@code request_id}
 * @param reservationId its name on the ledger; null while it is a promise
 * @param renter who pays
 * @param slices how many, 1 or more
 * @param hours for how long, 1 or more
 * @param from unix milliseconds
 * @param until when it ends by itself, unix milliseconds
 */
public record Hold(
        String requestId, String reservationId, Account renter, int slices, int hours, long from, long until) {
    /** Whether it stands on the ledger. */
    public boolean confirmed() {
        return reservationId != null;
    }
}
