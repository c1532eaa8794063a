package dev.pulse.domain.poll;

import dev.pulse.domain.json.Malformed;

/** What reading a poll's bytes gave: the document, or why it is refused. */
public sealed interface PollReading {
    /**
     * A well-formed poll.
     *
     * @param poll the typed fields
     * @param canonical the canonical payload, UTF-8: what the signature's hash covers
     * @param signature 64 bytes
     */
    record Read(Poll poll, byte[] canonical, byte[] signature) implements PollReading {}

    /**
     * Refused.
     *
     * @param malformed why
     */
    record Refused(Malformed malformed) implements PollReading {}
}
