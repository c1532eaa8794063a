package dev.pulse.domain.verdict;

import dev.pulse.domain.account.Account;
import java.util.Optional;

/**
 * The verdict on a document that somebody signed once in a while, unlike a heartbeat: freshness, then each signature, all
 * of them over the SHA-256 of its canonical payload. Immutable; as safe for several threads as its verifier.
 */
public final class DocumentJudge {
    private final SignatureVerifier verifier;

    /**
     * @param verifier what computes the signature's equation
     */
    public DocumentJudge(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * A signature that the document needs.
     *
     * @param by whose it must be
     * @param signature 64 bytes
     */
    public record Signed(Account by, byte[] signature) {}

    /**
     * Judges a document.
     *
     * @param timestampS what it says of when it was signed, unix seconds
     * @param canonical its canonical payload
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @param needed every signature that it needs, one at least
     * @return accepted, binding nothing, or rejected for {@link Rejection#SKEW} or {@link Rejection#SIGNATURE}
     */
    public Verdict judge(long timestampS, byte[] canonical, long receivedAtMs, Signed... needed) {
        Optional<Verdict.Rejected> stale = Freshness.check(timestampS, receivedAtMs);
        if (stale.isPresent()) {
            return stale.get();
        }
        byte[] hash = Sha256.hash(canonical);
        for (Signed one : needed) {
            if (!verifier.verify(one.by().key(), hash, one.signature())) {
                return new Verdict.Rejected(
                        Rejection.SIGNATURE,
                        "The signature does not hold for the SHA-256 of the canonical payload under account " + one.by()
                                + ".");
            }
        }
        return new Verdict.Accepted(false);
    }
}
