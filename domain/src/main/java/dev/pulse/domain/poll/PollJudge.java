package dev.pulse.domain.poll;

import dev.pulse.domain.verdict.DocumentJudge;
import dev.pulse.domain.verdict.DocumentJudge.Signed;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.domain.verdict.Verdict;

/**
 * The verdict on a poll that has been read: freshness, then the node's signature. Whether the account is the node's, the
 * lifecycle stream says. Immutable; as safe for several threads as its verifier.
 */
public final class PollJudge {
    private final DocumentJudge judge;

    /**
     * @param verifier what computes the signature's equation
     */
    public PollJudge(SignatureVerifier verifier) {
        judge = new DocumentJudge(verifier);
    }

    /**
     * Judges a poll.
     *
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @return accepted, binding nothing, or rejected for its clock or its signature
     */
    public Verdict judge(PollReading.Read read, long receivedAtMs) {
        Poll poll = read.poll();
        return judge.judge(
                poll.timestamp(), read.canonical(), receivedAtMs, new Signed(poll.account(), read.signature()));
    }
}
