package dev.pulse.domain.letter;

/**
 * A dead letter as {@link RetrialRule} sees it.
 *
 * @param nodeId the letter's key; null where it has none
 * @param replayed whether it was put into heartbeats.raw once more before
 * @param ofReplay whether what was refused was itself put there by a replay
 * @param raw whether what was refused stood in heartbeats.raw
 * @param whole whether the letter keeps all of its bytes
 * @param heartbeat what can be read in them; null where nothing can
 * @param unreadable why not, a sentence; null where it can
 */
public record RetrialCase(
        String nodeId,
        boolean replayed,
        boolean ofReplay,
        boolean raw,
        boolean whole,
        Inside heartbeat,
        String unreadable) {
    /**
     * A heartbeat as the ingest took it.
     *
     * @param payload the signed bytes
     * @param signature 64 bytes, or none
     * @param account the account that the record says the payload claims
     * @param receivedAtMs when the ingest received it, unix milliseconds; corrected where its clock was wrong
     */
    public record Inside(byte[] payload, byte[] signature, String account, long receivedAtMs) {}
}
