package dev.pulse.marketplace.letter;

import java.util.List;

/**
 * A dead letter, what stands in it, and what the rules say of that.
 *
 * @param found the letter
 * @param original the bytes of the refused record, at most {@link Examiner#SHOWN}
 * @param text these bytes as text; null where they are not all of it or no text
 * @param kind what the refused record is: {@code signed_heartbeat}, {@code verified_heartbeat}, or null where it can't be
 *     read
 * @param heartbeat what stands in it; null where it can't be read as a heartbeat
 * @param findings what is to be said of it, one sentence each, what it was refused for first
 * @param advice what to do about it, one sentence each
 */
public record Examination(
        FoundLetter found,
        byte[] original,
        String text,
        String kind,
        Inside heartbeat,
        List<String> findings,
        List<String> advice) {
    public Examination {
        findings = List.copyOf(findings);
        advice = List.copyOf(advice);
    }

    /**
     * A heartbeat as the ingest took it.
     *
     * @param payload the signed bytes
     * @param signature 64 bytes; none where it was let in unsigned
     * @param account the account that it claims
     * @param receivedAt when the ingest received it, unix milliseconds
     * @param region the region that it counts for
     * @param ingest the ingest that took it
     */
    public record Inside(
            byte[] payload, byte[] signature, String account, long receivedAt, String region, String ingest) {
        /** The signed bytes as text; null where they are none. */
        public String text() {
            return Examiner.text(payload);
        }
    }
}
