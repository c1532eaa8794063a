package dev.pulse.domain.pairing;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.DocumentJudge;
import dev.pulse.domain.verdict.DocumentJudge.Signed;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.domain.verdict.Verdict;

/**
 * The verdict on a pairing that has been read: freshness, then the node's signature (design section 9). Whether the farm
 * is the farmer's and the identity the node's, the ledger says. Immutable; as safe for several threads as its verifier.
 */
public final class PairingJudge {
    private final DocumentJudge judge;

    /**
     * @param verifier what computes the signature's equation
     */
    public PairingJudge(SignatureVerifier verifier) {
        this.judge = new DocumentJudge(verifier);
    }

    /**
     * Judges a pairing.
     *
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @return accepted, binding nothing, or rejected for {@link Rejection#SKEW} or {@link Rejection#SIGNATURE}
     */
    public Verdict judge(PairingReading.Read read, long receivedAtMs) {
        return judge(read, read.pairing().account(), receivedAtMs);
    }

    /**
     * Judges a pairing that somebody else signed in the node's place: its farmer.
     *
     * @param signer who
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @return as {@link #judge(PairingReading.Read, long)}
     */
    public Verdict judge(PairingReading.Read read, Account signer, long receivedAtMs) {
        return judge.judge(
                read.pairing().timestamp(), read.canonical(), receivedAtMs, new Signed(signer, read.signature()));
    }
}
