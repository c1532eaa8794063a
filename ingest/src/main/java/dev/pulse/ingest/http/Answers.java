package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Outcome;
import dev.pulse.ingest.take.Outcome.Why;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Says what became of a heartbeat (docs/reference/http-ingest.md). Times are jittered, so no fleet marches in step. */
public final class Answers {
    /** The next heartbeat is asked for after 90 to 110 % of the interval. */
    private static final double JITTER = 0.1;

    /** A refused fleet comes back spread over this many seconds. */
    private static final int RETRY_SPREAD_S = 5;

    private final Clock clock;
    private final double intervalS;

    /**
     * Answers.
     *
     * @param clock the time that nodes are told
     * @param interval the time between two heartbeats of a node
     */
    public Answers(Clock clock, Duration interval) {
        this.clock = clock;
        this.intervalS = interval.toMillis() / 1000.0;
    }

    Answer to(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted ok ->
                new Answer(
                        202,
                        Answer.ascii("{\"status\":\"accepted\",\"server_time\":" + clock.millis() / 1000
                                + ",\"next_heartbeat_s\":" + nextHeartbeat() + "}"),
                        0);
            case Outcome.Refused refused ->
                Answer.error(400, refused.why().code().wire(), refused.why().detail());
            case Outcome.TooLarge large ->
                Answer.error(413, "too_large", "A heartbeat has at most " + large.limit() + " bytes.");
            case Outcome.TooFast fast -> tooFast(fast);
            case Outcome.Unavailable away -> unavailable(away.why());
        };
    }

    private static Answer tooFast(Outcome.TooFast fast) {
        return switch (fast.whose()) {
            case NODE ->
                Answer.error(
                        429,
                        "too_fast_node",
                        "This node sends more heartbeats than it was asked for.",
                        fast.waitSeconds());
            case ADDRESS ->
                Answer.error(
                        429,
                        "too_fast_address",
                        "More heartbeats come from this address than it may send.",
                        fast.waitSeconds() + spread());
        };
    }

    private static Answer unavailable(Why why) {
        String detail = switch (why) {
            case NOT_READY -> "The ingest has no connection to Kafka yet.";
            case OVERLOADED -> "More heartbeats wait for Kafka than may; send this one again.";
            case NOT_ACKNOWLEDGED -> "Kafka did not acknowledge the heartbeat in time; send the same bytes again.";
        };
        return Answer.error(503, why.name().toLowerCase(Locale.ROOT), detail, 1 + spread());
    }

    private static int spread() {
        return ThreadLocalRandom.current().nextInt(RETRY_SPREAD_S);
    }

    private long nextHeartbeat() {
        double factor = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
        return Math.max(1, Math.round(intervalS * factor));
    }
}
