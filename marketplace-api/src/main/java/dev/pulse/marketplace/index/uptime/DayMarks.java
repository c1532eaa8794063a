package dev.pulse.marketplace.index.uptime;

import dev.pulse.domain.history.Shares;
import dev.pulse.domain.history.Step;
import dev.pulse.domain.history.Unit;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.Arrays;
import java.util.List;

/**
 * What a node's counters stood at at midnights, as few bytes: at the midnights before and behind a day with transitions, and at
 * its last transition. Between two marks it went straight on ({@link dev.pulse.domain.history.Timeline}), so what it stood at at any
 * other midnight follows. A node that was never away has none: what it stands at now says everything.
 */
public final class DayMarks {
    /** The longest window that is asked for, in days. */
    public static final int DAYS = 90;

    private static final long DAY = Unit.DAY.ms();
    /** Each day with a transition has two midnights, and then there are the last transition and the one before all. */
    private static final int MOST = 2 * (DAYS + 2) + 2;
    /** Four numbers of up to ten bytes. */
    private static final int MOST_BYTES = 40;

    private final long[] at = new long[MOST];
    private final long[] observed = new long[MOST];
    private final long[] notOnline = new long[MOST];
    private final long[] flaps = new long[MOST];
    private int size;

    private DayMarks() {}

    /** Whether up to this transition a node has nothing but online: then no marks are needed for it. */
    public static boolean plain(Step step) {
        return step.first() && step.liveness() == Liveness.ONLINE
                || step.says()
                        && step.onlineMs() == step.observedMs()
                        && step.liveness() == Liveness.ONLINE
                        && step.lifecycle() != LifecycleState.MAINTENANCE;
    }

    /**
     * The marks of a node.
     *
     * @param steps its transitions, oldest first
     * @return null when it never was away
     */
    public static byte[] of(List<Step> steps) {
        if (steps.stream().allMatch(DayMarks::plain)) {
            return null;
        }
        DayMarks marks = new DayMarks();
        steps.forEach(marks::add);
        return marks.toBytes();
    }

    /** The marks after one more transition. */
    public static byte[] plus(byte[] before, Step step) {
        DayMarks marks = new DayMarks();
        MarkReader reader = new MarkReader();
        reader.begin(before, 0, before.length);
        while (reader.next()) {
            marks.put(reader.at, reader.observed, reader.notOnline, reader.flaps);
        }
        marks.add(step);
        return marks.toBytes();
    }

    private void add(Step step) {
        if (step.first()) {
            size = 0;
            put(step.at(), 0, 0, 0);
            return;
        }
        if (!step.says()) {
            return;
        }
        if (size == 0) {
            put(step.at(), step.observedMs(), step.observedMs() - step.onlineMs(), step.flap() ? 1 : 0);
            return;
        }
        int last = size - 1;
        long when = Math.max(step.at(), at[last]);
        long total = Math.max(step.observedMs(), observed[last]);
        long more = total - observed[last];
        long away = notOnline[last] + Math.clamp(step.observedMs() - step.onlineMs() - notOnline[last], 0, more);
        long fell = flaps[last] + (step.flap() ? 1 : 0);
        long midnight = Unit.DAY.begin(at[last]) + DAY;
        long newest = Unit.DAY.begin(when);
        long[] from = {at[last], observed[last], notOnline[last], flaps[last]};
        if (at[last] != midnight - DAY || newest < midnight) {
            size--;
        }
        if (midnight <= newest) {
            forget(newest);
            between(from, midnight, when, total, away);
            if (midnight < newest) {
                between(from, newest, when, total, away);
            }
        }
        put(when, total, away, fell);
    }

    private void between(long[] from, long midnight, long when, long total, long away) {
        long part = Shares.of(total - from[1], midnight - from[0], when - from[0]);
        long absent = total == from[1] ? 0 : Shares.of(part, away - from[2], total - from[1]);
        put(midnight, from[1] + part, from[2] + absent, from[3]);
    }

    /** Marks that no window reaches are gone, but for the newest of them. */
    private void forget(long today) {
        long oldest = today - DAYS * DAY;
        int gone = 0;
        while (gone + 1 < size && at[gone + 1] <= oldest) {
            gone++;
        }
        for (long[] column : List.of(at, observed, notOnline, flaps)) {
            System.arraycopy(column, gone, column, 0, size - gone);
        }
        size -= gone;
    }

    private void put(long when, long total, long away, long fell) {
        at[size] = when;
        observed[size] = total;
        notOnline[size] = away;
        flaps[size] = fell;
        size++;
    }

    private byte[] toBytes() {
        byte[] bytes = new byte[size * MOST_BYTES];
        int end = 0;
        long[] before = new long[4];
        for (int i = 0; i < size; i++) {
            long passed = at[i] - before[0];
            end = MarkReader.write(bytes, end, MarkReader.time(passed));
            end = MarkReader.write(bytes, end, MarkReader.zigzag(passed - (observed[i] - before[1])));
            end = MarkReader.write(bytes, end, notOnline[i] - before[2]);
            end = MarkReader.write(bytes, end, flaps[i] - before[3]);
            before = new long[] {at[i], observed[i], notOnline[i], flaps[i]};
        }
        return Arrays.copyOf(bytes, end);
    }
}
