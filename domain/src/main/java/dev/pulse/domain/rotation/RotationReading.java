package dev.pulse.domain.rotation;

import dev.pulse.domain.json.Malformed;

/** What reading a rotation's bytes gave: the document, or why it is refused. */
public sealed interface RotationReading {
    /**
     * A well-formed rotation.
     *
     * @param rotation the typed fields
     * @param canonical the canonical payload, UTF-8: what the hash of both signatures covers
     * @param signature of {@link Rotation#by}, 64 bytes
     * @param newSignature of {@link Rotation#next}, 64 bytes
     */
    record Read(Rotation rotation, byte[] canonical, byte[] signature, byte[] newSignature)
            implements RotationReading {}

    /**
     * Refused.
     *
     * @param malformed why
     */
    record Refused(Malformed malformed) implements RotationReading {}
}
