package dev.pulse.benchmarks.run.gauge;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The longest time in which a group committed nothing in some partition of a topic that is written to all the while: what
 * it wrote meanwhile, readers of committed records did not get.
 */
public final class Standstill implements AutoCloseable {
    private static final long LOOK_MS = 25;
    private static final double NANOS = 1e9;

    private final GroupLag group;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> movedAt = new HashMap<>();
    private long longest;

    /** Begins to look, forty times a second. */
    public Standstill(GroupLag group) {
        this.group = group;
        look();
        thread = Thread.ofPlatform().daemon().name("standstill").start(this::run);
    }

    private void run() {
        try {
            while (!ending.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (IllegalStateException noAnswer) {
                    // The next look counts the time of this one too.
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        GroupLag.Look now = group.look();
        now.committed().forEach((partition, position) -> {
            if (!position.equals(positions.put(partition, position))) {
                movedAt.put(partition, now.atNanos());
            }
            longest = Math.max(longest, now.atNanos() - movedAt.get(partition));
        });
    }

    /** Ends it, and tells the longest time in seconds. */
    public double end() throws InterruptedException {
        close();
        thread.join();
        return longest / NANOS;
    }

    @Override
    public void close() {
        ending.countDown();
    }
}
