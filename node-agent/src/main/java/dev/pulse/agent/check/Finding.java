package dev.pulse.agent.check;

/**
 * What a check found.
 *
 * @param canonical the canonical payload, UTF-8, or null when the bytes are malformed
 * @param sha256 its SHA-256 in lower-case hex, or null
 * @param verdict {@code accepted}, {@code malformed}, {@code signature} or {@code skew}, as the shared vectors spell it
 * @param reason one sentence for a person
 */
public record Finding(byte[] canonical, String sha256, String verdict, String reason) {
    /** The verdict on a heartbeat that holds. */
    public static final String ACCEPTED = "accepted";

    /** The verdict on bytes that are no heartbeat. */
    public static final String MALFORMED = "malformed";

    /** Whether the heartbeat holds. */
    public boolean isAccepted() {
        return verdict.equals(ACCEPTED);
    }
}
