package dev.pulse.benchmarks.run.gauge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a group that was interrupted is at work again in every partition: each is committed beyond where it stood
 * at the beginning, and up to where it ended half a second ago.
 */
public final class CatchUp {
    private static final long BEHIND_NANOS = 500_000_000L;
    private static final long LOOK_MS = 25;
    /** Looks that are kept: those of a few seconds. */
    private static final int KEPT = 200;

    private final GroupLag group;
    private final Map<Integer, Long> stood;

    /** Remembers where the group stands now. */
    public CatchUp(GroupLag group) {
        this.group = group;
        this.stood = group.look().committed();
    }

    /**
     * Waits; the topic must be written to meanwhile.
     *
     * @return when it was so, {@link System#nanoTime}
     * @throws IllegalStateException when it is not so in time
     */
    public long await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Deque<GroupLag.Look> looks = new ArrayDeque<>();
        while (System.nanoTime() - end < 0) {
            try {
                GroupLag.Look now = group.look();
                looks.addLast(now);
                while (looks.size() > KEPT) {
                    looks.removeFirst();
                }
                GroupLag.Look earlier = null;
                for (GroupLag.Look look : looks) {
                    earlier = now.atNanos() - look.atNanos() >= BEHIND_NANOS ? look : earlier;
                }
                if (earlier != null && now.covers(earlier) && movedOn(now)) {
                    return now.atNanos();
                }
            } catch (IllegalStateException brokerAway) {
                looks.clear();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw new IllegalStateException("not caught up within " + atMost.toSeconds() + " s");
    }

    private boolean movedOn(GroupLag.Look now) {
        return stood.entrySet().stream()
                .allMatch(partition -> now.committed().getOrDefault(partition.getKey(), 0L) > partition.getValue());
    }
}
