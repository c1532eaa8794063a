package dev.pulse.domain.heartbeat;

import dev.pulse.domain.json.Malformed;

/** What reading a heartbeat's bytes gave: the document, or why it is refused. */
public sealed interface Reading {
    /**
     * A well-formed heartbeat. Nothing has been proved yet.
     *
     * @param heartbeat the typed fields
     * @param canonical the canonical payload, UTF-8: what the signature's hash covers
     * @param signature 64 bytes, or null for an unsigned heartbeat where the reader was told to allow those
     */
    record Read(Heartbeat heartbeat, byte[] canonical, byte[] signature) implements Reading {}

    /**
     * Refused.
     *
     * @param malformed why
     */
    record Refused(Malformed malformed) implements Reading {}
}
