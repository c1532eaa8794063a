package dev.pulse.marketplace.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One client of the live stream: what it has yet to be sent. The hub fills it, one thread of the client's own empties
 * it. A client that lets it fill up is dropped.
 */
public final class Watcher {
    private final WatchFilter filter;
    private final BlockingQueue<Frame> queue;
    private final Deque<Frame> backlog;

    Watcher(WatchFilter filter, int capacity) {
        this.filter = filter;
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.backlog = new ArrayDeque<>();
    }

    WatchFilter filter() {
        return filter;
    }

    /** The hub's: frames that come before all others. Before anybody reads. */
    void begin(List<Frame> first) {
        backlog.addAll(first);
    }

    /** The hub's: whether there was room. */
    boolean offer(Frame frame) {
        return queue.offer(frame);
    }

    /** The hub's: nothing but this frame is left to send. */
    void end(Frame last) {
        queue.clear();
        queue.add(last);
    }

    /** The next frame, or null when none came for that long. For the client's own thread. */
    public Frame next(Duration patience) throws InterruptedException {
        Frame first = backlog.poll();
        return first != null ? first : queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a frame is there to be sent now. For the client's own thread. */
    public boolean hasNext() {
        return !backlog.isEmpty() || !queue.isEmpty();
    }
}
