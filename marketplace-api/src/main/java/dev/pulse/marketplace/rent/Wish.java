package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Reservation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a renter wants.
 *
 * @param nodeId of which node
 * @param slices how many, 1 to {@link #MAX_SLICES}
 * @param hours for how long, 1 to {@link #MAX_HOURS}
 * @param requestId what he calls this request: the same again is the same reservation
 * @param named whether he chose that himself; otherwise nothing can have been reserved under it before
 */
public record Wish(String nodeId, int slices, int hours, String requestId, boolean named) {
    /** Most slices: those of the largest listing that the ledger takes. */
    public static final int MAX_SLICES = 1_000;
    /** Most hours: thirty days. */
    public static final int MAX_HOURS = 720;

    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** A wish under a name that nobody had. */
    public static Wish unnamed(String nodeId, int slices, int hours) {
        return new Wish(nodeId, slices, hours, UUID.randomUUID().toString(), false);
    }

    /** Whether a request may be called so. */
    public static boolean isRequestId(String text) {
        return REQUEST.matcher(text).matches();
    }

    /**
     * What the ledger is told for {@code request_id}. There, all requests of an operator have one set of names of 64 lower-case
     * characters; this is another one for each renter, so that none can take or guess another's.
     */
    String key(Account renter) {
        byte[] whole = ("pulse request of " + renter.hex() + ": " + requestId).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.hash(whole));
    }

    /** Whether a reservation is what is wanted here. */
    boolean fits(Reservation made) {
        return made.nodeId().equals(nodeId) && made.slices() == slices && made.hours() == hours;
    }
}
