package dev.pulse.agent.fleet;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one kind of heartbeat. Exact once nothing is in flight: {@code posts = heartbeats + retries = the sum of
 * answers + timeouts + errors}, and {@code heartbeats = acknowledged + refused + givenUp + open}.
 *
 * @param heartbeats distinct heartbeats sent at least once
 * @param posts POSTs made
 * @param retries POSTs of bytes that had been sent before
 * @param acknowledged heartbeats answered 202 in the end: each is counted once, however often it was sent
 * @param refused heartbeats answered for good with something else
 * @param givenUp heartbeats that grew too old, after failures, before they were taken
 * @param open heartbeats sent whose fate is not known: under way, or waiting for a retry when the fleet stopped
 * @param timeouts POSTs without an answer in time
 * @param errors POSTs without a connection, or with one that broke
 * @param answers POSTs by HTTP status
 */
public record KindSummary(
        long heartbeats,
        long posts,
        long retries,
        long acknowledged,
        long refused,
        long givenUp,
        long open,
        long timeouts,
        long errors,
        SortedMap<Integer, Long> answers) {
    public KindSummary {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }

    /** How many POSTs were answered with a status. */
    public long answered(int status) {
        return answers.getOrDefault(status, 0L);
    }

    /** Both together. */
    KindSummary plus(KindSummary other) {
        SortedMap<Integer, Long> sum = new TreeMap<>(answers);
        other.answers.forEach((status, count) -> sum.merge(status, count, Long::sum));
        return new KindSummary(
                heartbeats + other.heartbeats,
                posts + other.posts,
                retries + other.retries,
                acknowledged + other.acknowledged,
                refused + other.refused,
                givenUp + other.givenUp,
                open + other.open,
                timeouts + other.timeouts,
                errors + other.errors,
                sum);
    }
}
