package dev.pulse.domain.rotation;

import dev.pulse.domain.verdict.DocumentJudge;
import dev.pulse.domain.verdict.DocumentJudge.Signed;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.domain.verdict.Verdict;

/**
 * The verdict on a rotation that has been read: freshness, then both signatures. Whether the farm is the owner's, the
 * ledger says; whether the node is bound to the old account, {@link RotationRule}. Immutable; as safe for several threads
 * as its verifier.
 */
public final class RotationJudge {
    private final DocumentJudge judge;

    /**
     * @param verifier what computes the signature's equation
     */
    public RotationJudge(SignatureVerifier verifier) {
        this.judge = new DocumentJudge(verifier);
    }

    /**
     * Judges a rotation.
     *
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @return accepted, binding nothing, or rejected for {@link Rejection#SKEW} or {@link Rejection#SIGNATURE}
     */
    public Verdict judge(RotationReading.Read read, long receivedAtMs) {
        Rotation rotation = read.rotation();
        return judge.judge(
                rotation.timestamp(),
                read.canonical(),
                receivedAtMs,
                new Signed(rotation.by(), read.signature()),
                new Signed(rotation.next(), read.newSignature()));
    }
}
