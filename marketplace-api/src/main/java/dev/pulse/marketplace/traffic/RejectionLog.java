package dev.pulse.marketplace.traffic;

import dev.pulse.domain.verdict.Rejection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** How many letters of each reason there were at each moment of the last quarter of an hour. Safe for several threads. */
public final class RejectionLog {
    /** How far back samples are kept, in milliseconds. */
    public static final long WINDOW = 900_000;
    /** Samples that are kept at most. */
    private static final int MOST = 900;

    /**
     * The counts of one moment.
     *
     * @param at unix milliseconds
     * @param counts letters by reason, since the counting began
     */
    public record Sample(long at, Map<Rejection, Long> counts) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes a sample. One that is not later than the last, or has fewer letters of a reason, begins all anew. */
    public synchronized void put(Sample sample) {
        Sample last = samples.peekLast();
        if (last != null && (sample.at() <= last.at() || anew(last, sample))) {
            samples.clear();
        }
        samples.addLast(sample);
        while (samples.size() > MOST || samples.getFirst().at() < sample.at() - WINDOW) {
            samples.removeFirst();
        }
    }

    private static boolean anew(Sample before, Sample after) {
        return before.counts().entrySet().stream()
                .anyMatch(reason -> after.counts().getOrDefault(reason.getKey(), 0L) < reason.getValue());
    }

    /** All samples, oldest first. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
