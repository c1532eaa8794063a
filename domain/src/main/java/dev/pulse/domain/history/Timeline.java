package dev.pulse.domain.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A node's counters over time, from what they stood at when it passed each transition and what they stand at now. Between two of
 * these its liveness was one and the same; how much of that time was observed is known exactly, and where in it our outages lay is
 * not: what was observed is spread evenly over it. So the sum of any partition into spans is what the counters say.
 *
 * <p>Time before the oldest transition that is kept is known in sum only, from the node's first heartbeat on.
 */
public final class Timeline {
    private final List<Step> steps;
    private final long[] at;
    private final long[] observed;
    private final long[] online;
    private final int size;
    private final long completeSince;

    private Timeline(List<Step> steps, Builder built) {
        this.steps = steps;
        this.size = built.size;
        this.at = Arrays.copyOf(built.at, size);
        this.observed = Arrays.copyOf(built.observed, size);
        this.online = Arrays.copyOf(built.online, size);
        this.completeSince = built.completeSince;
    }

    /**
     * The timeline of a node.
     *
     * @param steps its transitions that are known, oldest first
     * @param firstSeen when its first heartbeat was received, unix milliseconds; 0 or less where that is not known
     * @param now what its counters stand at; null where that is not known, or it was never heard from
     */
    public static Timeline of(List<Step> steps, long firstSeen, Reading now) {
        Builder builder = new Builder(steps.size() + 2);
        boolean whole = !steps.isEmpty() && steps.getFirst().first();
        if (!whole && firstSeen > 0) {
            builder.begin(new Reading(firstSeen, 0, 0));
        }
        long expected = 1;
        boolean exact = true;
        for (Step step : steps) {
            exact &= step.first() || step.sequence() == expected;
            expected = step.sequence() + 1;
            if (!step.says()) {
                exact = false;
            } else if (step.first()) {
                builder.begin(step.reading());
                exact = true;
            } else {
                builder.reach(step.reading(), exact);
                exact = true;
            }
        }
        if (now != null) {
            builder.reach(now, exact && !steps.isEmpty());
        }
        return new Timeline(List.copyOf(steps), builder);
    }

    private static final class Builder {
        private final long[] at;
        private final long[] observed;
        private final long[] online;
        private int size;
        private Reading last;
        private long completeSince = Long.MIN_VALUE;

        Builder(int most) {
            at = new long[most];
            observed = new long[most];
            online = new long[most];
        }

        /** A node that begins, or begins anew: what passed since the reading before counts for nothing. */
        void begin(Reading reading) {
            add(reading, 0, 0);
        }

        void reach(Reading reading, boolean exact) {
            if (last == null) {
                add(reading, 0, 0);
            } else {
                // Counters never go back, unless all of the node was lost and began anew.
                long more = Math.max(0, reading.observedMs() - last.observedMs());
                add(reading, more, Math.clamp(reading.onlineMs() - last.onlineMs(), 0, more));
            }
            if (!exact) {
                completeSince = at[size - 1];
            }
        }

        private void add(Reading reading, long moreObserved, long moreOnline) {
            // Heartbeats and ticks are of different clocks: time stands still rather than goes back.
            at[size] = size == 0 ? reading.at() : Math.max(reading.at(), at[size - 1]);
            observed[size] = size == 0 ? 0 : observed[size - 1] + moreObserved;
            online[size] = size == 0 ? 0 : online[size - 1] + moreOnline;
            size++;
            last = reading;
        }
    }

    /**
     * Uptime between two times, the first of them left out and the last let in.
     *
     * @param from unix milliseconds
     * @param until unix milliseconds, not less
     */
    public Uptime uptime(long from, long until) {
        Uptime before = upTo(from);
        Uptime after = upTo(until);
        return new Uptime(after.onlineMs() - before.onlineMs(), after.observedMs() - before.observedMs());
    }

    private Uptime upTo(long when) {
        int next = firstAfter(when);
        if (next == 0) {
            return Uptime.NONE;
        }
        int i = next - 1;
        if (next == size || at[i] == when) {
            return new Uptime(online[i], observed[i]);
        }
        long all = observed[next] - observed[i];
        long part = Shares.of(all, when - at[i], at[next] - at[i]);
        // Of what was observed, so that no part of it has more online than observed.
        long up = all == 0 ? 0 : Shares.of(part, online[next] - online[i], all);
        return new Uptime(online[i] + up, observed[i] + part);
    }

    private int firstAfter(long when) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (at[middle] <= when) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Uptime by the hour or day; the first and the last may be parts of one.
     *
     * @param from unix milliseconds
     * @param until unix milliseconds, not less
     */
    public List<Span> spans(Unit unit, long from, long until) {
        List<Span> spans = new ArrayList<>();
        for (long begin = from; begin < until; ) {
            long end = Math.min(until, unit.begin(begin) + unit.ms());
            spans.add(new Span(begin, end, uptime(begin, end)));
            begin = end;
        }
        return spans;
    }

    /** How many times it went OFFLINE, unannounced, after the first time and up to the second, unix milliseconds. */
    public int flaps(long from, long until) {
        return (int) steps.stream()
                .filter(step -> step.flap() && step.at() > from && step.at() <= until)
                .count();
    }

    /** Whether all that happened since a time is known, transition by transition. */
    public boolean complete(long from) {
        return from >= completeSince;
    }
}
