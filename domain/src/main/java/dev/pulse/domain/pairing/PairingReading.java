package dev.pulse.domain.pairing;

import dev.pulse.domain.json.Malformed;

/** What reading a pairing's bytes gave: the document, or why it is refused. */
public sealed interface PairingReading {
    /**
     * A well-formed pairing.
     *
     * @param pairing the typed fields
     * @param canonical the canonical payload, UTF-8: what the signature's hash covers
     * @param signature 64 bytes; null where the payload alone was read
     */
    record Read(Pairing pairing, byte[] canonical, byte[] signature) implements PairingReading {}

    /**
     * Refused.
     *
     * @param malformed why
     */
    record Refused(Malformed malformed) implements PairingReading {}
}
