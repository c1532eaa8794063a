package dev.pulse.domain.letter;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.letter.Retrial.Cause;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.domain.verdict.Verdict;

/**
 * Decides which dead letters are judged once more (decision 0030): each once, none that came of a replay, and none that
 * would surely be refused again. What is left to the verifier is what it alone knows: whom the node id is bound to, and
 * which network this is.
 */
public final class RetrialRule {
    /** Any network's, and unsigned ones too: whether they belong here, the verifier says. */
    private final HeartbeatReader reader = new HeartbeatReader(null, true);

    private final HeartbeatJudge judge;
    private final boolean refusedAgain;
    private final boolean stillRefused;

    /**
     * A rule.
     *
     * @param signatures what computes a signature's equation
     * @param refusedAgain whether those that a replay brought about are judged once more too
     * @param stillRefused whether those are, too, that the rules refuse as before
     */
    public RetrialRule(SignatureVerifier signatures, boolean refusedAgain, boolean stillRefused) {
        this.judge = new HeartbeatJudge(signatures, false);
        this.refusedAgain = refusedAgain;
        this.stillRefused = stillRefused;
    }

    /** The decision on one letter. */
    public Retrial decide(RetrialCase letter) {
        if (letter.replayed()) {
            return new Retrial.Left(Cause.REPLAYED_BEFORE, "It was put into heartbeats.raw once more before.");
        }
        if (letter.ofReplay() && !refusedAgain) {
            return new Retrial.Left(Cause.REFUSED_AGAIN, "It came of a replay: what was put back was refused again.");
        }
        if (!letter.raw()) {
            return new Retrial.Left(
                    Cause.NOT_RAW, "What was refused did not stand in heartbeats.raw: the verifier had let it pass.");
        }
        if (letter.nodeId() == null) {
            return new Retrial.Left(Cause.NAMELESS, "The letter has no node id.");
        }
        if (!letter.whole()) {
            return new Retrial.Left(Cause.NOT_WHOLE, "The letter does not keep all of the bytes.");
        }
        String refusal = stillRefused ? null : refusal(letter);
        return refusal == null ? new Retrial.Due() : new Retrial.Left(Cause.STILL_REFUSED, refusal);
    }

    /** Why it would be refused under the account that it claims, or null. */
    private String refusal(RetrialCase letter) {
        RetrialCase.Inside inside = letter.heartbeat();
        if (inside == null) {
            return letter.unreadable();
        }
        return switch (reader.readCanonical(inside.payload())) {
            case Reading.Refused refused ->
                "The payload is no canonical heartbeat: " + refused.malformed().detail();
            case Reading.Read read -> {
                if (!read.heartbeat().nodeId().equals(letter.nodeId())) {
                    yield "The payload speaks of another node than the record's key.";
                }
                if (!read.heartbeat().account().hex().equals(inside.account())) {
                    yield "The record's account is not that of its payload.";
                }
                Verdict verdict = judge.judge(
                        read.heartbeat(),
                        Sha256.hash(inside.payload()),
                        inside.signature(),
                        inside.receivedAtMs(),
                        read.heartbeat().account());
                yield verdict instanceof Verdict.Rejected rejected ? rejected.detail() : null;
            }
        };
    }
}
