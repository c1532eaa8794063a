package dev.pulse.marketplace.follow;

import dev.pulse.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;

/** A few consumers that are kept open for questions: no more than so many are asked at one time. */
public final class ConsumerPool implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofMillis(500);

    private final ConsumerFactory consumers;
    private final String purpose;
    private final Semaphore free;
    private final BlockingQueue<Consumer<String, byte[]>> idle;
    private volatile boolean closed;

    /** Nobody could be asked in time. */
    public static final class NoneFreeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NoneFreeException() {
            super("all consumers are in use", null, false, false);
        }
    }

    /**
     * A pool that has opened nothing yet.
     *
     * @param purpose a word for the client ids
     * @param most consumers at one time
     */
    public ConsumerPool(ConsumerFactory consumers, String purpose, int most) {
        this.consumers = consumers;
        this.purpose = purpose;
        this.free = new Semaphore(most, true);
        this.idle = new ArrayBlockingQueue<>(most);
    }

    /**
     * Does something with a consumer. It is still assigned to what it was used for before, and may be paused there.
     *
     * @param patience how long to wait for one
     * @throws NoneFreeException when none was free in that time, or the thread was interrupted
     */
    public <T> T with(Duration patience, Function<Consumer<String, byte[]>, T> work) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NoneFreeException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoneFreeException();
        }
        try {
            return withOne(work);
        } finally {
            free.release();
        }
    }

    private <T> T withOne(Function<Consumer<String, byte[]>, T> work) {
        Consumer<String, byte[]> consumer = idle.poll();
        if (consumer == null) {
            consumer = consumers.open(purpose);
        }
        boolean sound = true;
        try {
            return work.apply(consumer);
        } catch (OffsetOutOfRangeException | SerializationException | RegistryUnavailableException e) {
            throw e;
        } catch (KafkaException e) {
            sound = false;
            throw e;
        } finally {
            if (!sound || closed || !idle.offer(consumer)) {
                consumer.close(CloseOptions.timeout(CLOSING));
            }
        }
    }

    /** Closes those that are idle. Those in use are closed when they are given back. */
    @Override
    public void close() {
        closed = true;
        for (Consumer<String, byte[]> consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close(CloseOptions.timeout(CLOSING));
        }
    }
}
