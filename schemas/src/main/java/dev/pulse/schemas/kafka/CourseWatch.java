package dev.pulse.schemas.kafka;

import dev.pulse.schemas.generation.Course;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the {@link Course} on a thread of its own, for as long as a service runs, and tells those who go by it. Trouble
 * with Kafka costs it time, never a move: it reads the newest record again when it can.
 */
public final class CourseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CourseWatch.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(7);

    private final KafkaSettings settings;
    private final String client;
    private final List<Consumer<Course>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Course course;
    private Course followed;

    /**
     * A watch that does not follow yet.
     *
     * @param known the course as it was when the service looked last
     * @param service a word for the thread and the client id
     */
    public CourseWatch(KafkaSettings settings, Course known, String service) {
        this.settings = settings;
        this.course = known;
        this.followed = known;
        this.client = service + "-generation";
        this.thread = Thread.ofPlatform().daemon().name(client).unstarted(this::run);
    }

    /** Tells of each change from now on, on the watch's thread; again where it throws, so it must bear that. */
    public void listen(Consumer<Course> listener) {
        listeners.add(listener);
    }

    /** Begins to follow. Once only. */
    public void start() {
        thread.start();
    }

    /** The newest course that is known. */
    public Course course() {
        return course;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try {
                org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> from = CourseLog.consumer(settings, client);
                try {
                    follow(from);
                } finally {
                    CourseLog.close(from);
                }
            } catch (InterruptException stopped) {
                LOG.debug("{} stops", client);
            } catch (KafkaException | KafkaUnusableException trouble) {
                LOG.warn("{} can't read for now: {}", client, trouble.getMessage());
                pause();
            }
        }
    }

    private void follow(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> from) {
        from.assign(List.of(CourseLog.PARTITION));
        from.seekToBeginning(List.of(CourseLog.PARTITION));
        // What stands before the end is history: nobody must be told of it as if it were so now.
        long end = from.endOffsets(List.of(CourseLog.PARTITION)).get(CourseLog.PARTITION);
        Course newest = null;
        while (closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                newest = CourseLog.decode(record.value());
            }
            if (newest != null && from.position(CourseLog.PARTITION) >= end && turn(newest)) {
                newest = null;
            }
        }
    }

    /** Whether all who go by it could follow; they are told again where not. */
    private boolean turn(Course newest) {
        if (newest.equals(followed)) {
            return true;
        }
        LOG.info("{}", newest);
        course = newest;
        boolean all = true;
        for (Consumer<Course> listener : listeners) {
            try {
                listener.accept(newest);
            } catch (RuntimeException failure) {
                LOG.error("{} can't be followed yet", newest, failure);
                all = false;
            }
        }
        if (all) {
            followed = newest;
        }
        return all;
    }

    private void pause() {
        try {
            if (closed.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{} stops", client);
            }
        } catch (InterruptedException stopped) {
            closed.countDown();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread, once a listener that is at work has done with it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(STOP);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
