package dev.pulse.verifier.prove;

import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.domain.verdict.Registration;

/**
 * What the verifier is told.
 *
 * @param audience the network whose heartbeats and rotations are taken
 * @param allowUnsigned whether unsigned heartbeats are let in for unbound ids ({@code ALLOW_LEGACY_HEARTBEATS})
 * @param registration what binds a node id
 * @param letters how many KiB of originals the dead letters of a node may keep
 */
public record VerifierSettings(String audience, boolean allowUnsigned, Registration registration, RateLimit letters) {
    /** With the default quota of dead letters. */
    public VerifierSettings(String audience, boolean allowUnsigned, Registration registration) {
        this(audience, allowUnsigned, registration, LetterQuota.defaults());
    }

    /** Those of a network where the first accepted heartbeat binds, and none is unsigned. */
    public static VerifierSettings of(String audience) {
        return new VerifierSettings(audience, false, Registration.OPEN);
    }
}
