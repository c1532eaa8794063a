package dev.pulse.domain.verdict;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Reading;
import java.util.Optional;

/**
 * The verdict on a heartbeat that has been read: freshness, then identity, then the signature (design sections 3 and
 * 4). The order is cheapest first, so that crypto is spent on nothing that is refused anyway. Immutable; as safe for
 * several threads as its verifier.
 */
public final class HeartbeatJudge {
    private final SignatureVerifier verifier;
    private final boolean allowUnsigned;
    private final Registration registration;

    /**
     * A judge where the first accepted heartbeat binds.
     *
     * @param verifier what computes the signature's equation
     * @param allowUnsigned whether unsigned heartbeats are let in for unbound ids ({@code ALLOW_LEGACY_HEARTBEATS})
     */
    public HeartbeatJudge(SignatureVerifier verifier, boolean allowUnsigned) {
        this(verifier, allowUnsigned, Registration.OPEN);
    }

    /** @param registration what binds a node id */
    public HeartbeatJudge(SignatureVerifier verifier, boolean allowUnsigned, Registration registration) {
        this.verifier = verifier;
        this.allowUnsigned = allowUnsigned;
        this.registration = registration;
    }

    /**
     * Judges a heartbeat as it was read from the wire.
     *
     * @param read the heartbeat, its canonical payload and its signature
     * @param receivedAtMs the ingest's clock when it came, unix milliseconds
     * @param bound the account that its node id is bound to, or null while there is none
     */
    public Verdict judge(Reading.Read read, long receivedAtMs, Account bound) {
        return judge(read.heartbeat(), Sha256.hash(read.canonical()), read.signature(), receivedAtMs, bound);
    }

    /**
     * Judges a heartbeat from its parts.
     *
     * @param heartbeat the typed fields of the canonical payload
     * @param hash the payload's SHA-256: what was signed
     * @param signature its signature; null or empty when it is not signed
     * @param receivedAtMs the ingest's clock when it came, unix milliseconds
     * @param bound the account that its node id is bound to, or null while there is none
     */
    public Verdict judge(Heartbeat heartbeat, byte[] hash, byte[] signature, long receivedAtMs, Account bound) {
        Optional<Verdict.Rejected> stale = Freshness.check(heartbeat.timestamp(), receivedAtMs);
        if (stale.isPresent()) {
            return stale.get();
        }
        boolean signed = signature != null && signature.length > 0;
        Account claimed = heartbeat.account();
        Verdict identity = IdentityRule.judge(heartbeat.nodeId(), claimed, bound, signed, allowUnsigned, registration);
        if (signed && identity instanceof Verdict.Accepted && !verifier.verify(claimed.key(), hash, signature)) {
            return new Verdict.Rejected(
                    Rejection.SIGNATURE,
                    "The signature does not hold for the SHA-256 of the canonical payload under account " + claimed
                            + ".");
        }
        return identity;
    }
}
