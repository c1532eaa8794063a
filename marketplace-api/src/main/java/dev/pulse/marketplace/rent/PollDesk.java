package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.poll.Poll;
import dev.pulse.domain.poll.PollJudge;
import dev.pulse.domain.poll.PollReader;
import dev.pulse.domain.poll.PollReading;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Says whether who asks for a node's reservations is that node. Keeps nothing. Safe for several threads. */
public final class PollDesk {
    /** What it says. */
    public sealed interface Result {
        /** It is. */
        record Proved(Poll poll) implements Result {}

        /**
         * It is not.
         *
         * @param kind whose fault that is
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(Kind kind, String code, String detail) implements Result {}
    }

    /** Why a poll was not taken. */
    public enum Kind {
        /** It is no poll. */
        MALFORMED,
        /** It proves nothing: signature or clock. */
        UNPROVED,
        /** It is another account's than the node's. */
        FORBIDDEN,
        /** There is no such node. */
        UNKNOWN,
        /** The lifecycle stream gave no answer in time. */
        NOT_NOW
    }

    private final PollReader reader;
    private final PollJudge judge;
    private final Function<String, Optional<Account>> accounts;
    private final LifecycleClient lifecycle;
    private final InstantSource clock;

    /**
     * @param accounts a node's account as far as it was read; where it is another one than asks, the lifecycle stream is asked
     */
    public PollDesk(
            PollReader reader,
            PollJudge judge,
            Function<String, Optional<Account>> accounts,
            LifecycleClient lifecycle,
            InstantSource clock) {
        this.reader = reader;
        this.judge = judge;
        this.accounts = accounts;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /** Takes a poll as it came in. */
    public Result take(byte[] body) {
        return switch (reader.read(body)) {
            case PollReading.Refused refused ->
                new Result.Refused(
                        Kind.MALFORMED,
                        refused.malformed().code().wire(),
                        refused.malformed().detail());
            case PollReading.Read read ->
                switch (judge.judge(read, clock.millis())) {
                    case Verdict.Rejected rejected ->
                        new Result.Refused(
                                Kind.UNPROVED,
                                rejected.reason() == Rejection.SKEW
                                        ? "stale"
                                        : rejected.reason().wire(),
                                rejected.detail());
                    case Verdict.Accepted accepted -> signed(read.poll());
                };
        };
    }

    private Result signed(Poll poll) {
        if (accounts.apply(poll.nodeId()).filter(poll.account()::equals).isPresent()) {
            return new Result.Proved(poll);
        }
        return switch (lifecycle.ask(poll.nodeId())) {
            case LifecycleReply.Unknown unknown ->
                new Result.Refused(Kind.UNKNOWN, "unknown_node", "No node is known as " + poll.nodeId() + ".");
            case LifecycleReply.Unavailable away -> new Result.Refused(Kind.NOT_NOW, "try_again", away.reason());
            case LifecycleReply.Known known ->
                poll.account().hex().equals(known.node().account())
                        ? new Result.Proved(poll)
                        : new Result.Refused(
                                Kind.FORBIDDEN,
                                "wrong_account",
                                "The node " + poll.nodeId() + " has another account than this one.");
        };
    }
}
