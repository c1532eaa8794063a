package dev.pulse.agent.fleet;

import dev.pulse.agent.ingest.Answer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts one kind of heartbeat, from any thread. */
final class Tally {
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder posts = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final ConcurrentMap<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    void posted(boolean first) {
        if (first) {
            heartbeats.increment();
        }
        posts.increment();
    }

    void answered(Answer answer) {
        switch (answer) {
            case Answer.Http http ->
                answers.computeIfAbsent(http.status(), status -> new LongAdder())
                        .increment();
            case Answer.TimedOut timedOut -> timeouts.increment();
            case Answer.Unreachable unreachable -> errors.increment();
        }
    }

    void settled(boolean taken) {
        (taken ? acknowledged : refused).increment();
    }

    void givenUp() {
        givenUp.increment();
    }

    KindSummary summary() {
        SortedMap<Integer, Long> byStatus = new TreeMap<>();
        answers.forEach((status, count) -> byStatus.put(status, count.sum()));
        long sent = heartbeats.sum();
        long made = posts.sum();
        long taken = acknowledged.sum();
        long turnedAway = refused.sum();
        long old = givenUp.sum();
        return new KindSummary(
                sent,
                made,
                made - sent,
                taken,
                turnedAway,
                old,
                sent - taken - turnedAway - old,
                timeouts.sum(),
                errors.sum(),
                byStatus);
    }
}
