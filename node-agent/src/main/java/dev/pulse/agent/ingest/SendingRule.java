package dev.pulse.agent.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a node does after each answer (design section 3): a plain rule, without a clock or a connection.
 *
 * <ul>
 *   <li>202: a new heartbeat when the server wants it, with a jitter of our own on top.
 *   <li>429, 503, other 5xx, no answer: the <em>same</em> bytes again after {@link Backoff}, so that a heartbeat that was
 *       taken all the same is recognised as a duplicate; and once they are older than one interval, new ones: a heartbeat
 *       that was taken and not acknowledged is no sign of life a second time.
 *   <li>anything else: the heartbeat is refused for good; a new one after the usual interval, since the same bytes
 *       would be refused again.
 * </ul>
 *
 * @param interval the node's own interval: the default where the server names none
 * @param backoff waits between attempts
 * @param maxAgeS how old, in seconds, a heartbeat may get before it is given up for a new one
 */
public record SendingRule(Duration interval, Backoff backoff, long maxAgeS) {
    /** How far a heartbeat's age stays below the freshness limit, seconds: room for both clocks and for the way. */
    public static final long FRESHNESS_MARGIN_S = 60;

    private static final int ACCEPTED = 202;

    /** Bounds of what a server may ask for as the next heartbeat, seconds. */
    private static final long MIN_NEXT_S = 1;

    private static final long MAX_NEXT_S = 3600;
    /** Our own jitter: up to this share of the wait is taken off, never added, so that a promise is kept. */
    private static final double EARLY_SHARE = 0.1;

    /** What to do next. */
    public sealed interface Step {
        /**
         * A new heartbeat.
         *
         * @param delay after this long
         * @param taken whether the one before was acknowledged
         */
        record Fresh(Duration delay, boolean taken) implements Step {}

        /**
         * The same bytes again.
         *
         * @param delay after this long
         */
        record Again(Duration delay) implements Step {}
    }

    /**
     * The rule for an interval with the usual backoff: from half a second, capped at one interval. Bytes are sent again
     * for one interval, and never so long that they would be refused for their age.
     */
    public static SendingRule of(Duration interval, long freshnessLimitS) {
        Duration base = Duration.ofMillis(500);
        return new SendingRule(
                interval,
                new Backoff(base.compareTo(interval) < 0 ? base : interval, interval),
                Math.min(Math.max(1, interval.toSeconds()), freshnessLimitS - FRESHNESS_MARGIN_S));
    }

    /** Whether bytes signed at {@code timestamp} are still worth sending at {@code nowS}; both unix seconds. */
    public boolean isWorthSending(long timestamp, long nowS) {
        return nowS - timestamp <= maxAgeS;
    }

    /**
     * The step after an answer.
     *
     * @param answer what came back
     * @param attempts how often these bytes were sent so far, from 1
     * @param random where the jitter comes from
     */
    public Step after(Answer answer, int attempts, RandomGenerator random) {
        return switch (answer) {
            case Answer.Http http -> afterStatus(http, attempts, random);
            case Answer.TimedOut lost -> new Step.Again(backoff.delay(attempts, Answer.ABSENT, random));
            case Answer.Unreachable lost -> new Step.Again(backoff.delay(attempts, Answer.ABSENT, random));
        };
    }

    private Step afterStatus(Answer.Http http, int attempts, RandomGenerator random) {
        if (http.status() == ACCEPTED) {
            return new Step.Fresh(early(wanted(http.nextHeartbeatS()), random), true);
        }
        return isPassing(http.status())
                ? new Step.Again(backoff.delay(attempts, http.retryAfterS(), random))
                : new Step.Fresh(early(interval, random), false);
    }

    /** Whether a status says that the same bytes may be taken later. */
    public static boolean isPassing(int status) {
        return status == 429 || status >= 500;
    }

    private Duration wanted(long nextHeartbeatS) {
        return nextHeartbeatS == Answer.ABSENT
                ? interval
                : Duration.ofSeconds(Math.clamp(nextHeartbeatS, MIN_NEXT_S, MAX_NEXT_S));
    }

    private static Duration early(Duration wait, RandomGenerator random) {
        return Duration.ofNanos((long) (wait.toNanos() * (1 - EARLY_SHARE * random.nextDouble())));
    }
}
