package dev.pulse.ingest.log;

import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.telemetry.trace.Publication;
import dev.pulse.telemetry.trace.RequestTrace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends heartbeats to {@code heartbeats.raw}. What is in flight is bounded here, before the producer: a producer whose
 * buffer is full makes its caller wait, and the caller is an HTTP thread. Thread-safe.
 */
public final class RawLog {
    private static final Logger LOG = LoggerFactory.getLogger(RawLog.class);

    private final int maxRecords;
    private final long maxBytes;
    private final Executor telling;
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Target target;
    private volatile boolean broken;

    /**
     * A log that is not open yet.
     *
     * @param maxRecords most heartbeats in flight, at least 1
     * @param maxBytes most bytes of payloads and signatures in flight, at least 1
     * @param telling runs what is to be told of a heartbeat that went to Kafka, so that the producer's thread never waits
     *     for whoever is told; where it refuses to, the producer's thread does it
     */
    public RawLog(int maxRecords, long maxBytes, Executor telling) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.telling = telling;
    }

    private record Target(Producer<String, SpecificRecord> producer, String topic) {}

    /** Heartbeats go to this producer and topic from now on. The producer before, if any, is the caller's to close. */
    public void open(Producer<String, SpecificRecord> next, String topic) {
        broken = false;
        target = new Target(next, topic);
    }

    /** No heartbeat is taken from now on. */
    public void shut() {
        target = null;
    }

    /**
     * Appends a heartbeat. Does not wait for Kafka.
     *
     * @param trace that of the request that it came with
     * @param done is told what became of it, exactly once: by the calling thread, or by a thread that tells others too
     *     and must not be kept waiting
     */
    public void append(String nodeId, SignedHeartbeat heartbeat, RequestTrace trace, Consumer<Appended> done) {
        Target to = target;
        if (to == null) {
            refuse(done, Appended.NOT_READY);
            return;
        }
        int size = heartbeat.getPayload().remaining() + heartbeat.getSignature().remaining();
        if (!take(size)) {
            refuse(done, Appended.OVERLOADED);
            return;
        }
        ProducerRecord<String, SpecificRecord> record =
                new ProducerRecord<>(to.topic(), null, heartbeat.getReceivedAt().toEpochMilli(), nodeId, heartbeat);
        Pending pending = new Pending(size, trace.publish(to.topic(), nodeId, record.headers()), done);
        try {
            Future<RecordMetadata> unused = to.producer().send(record, pending);
        } catch (SerializationException e) {
            pending.onCompletion(null, e);
        } catch (KafkaException | IllegalStateException e) {
            // The producer itself is done for: it was closed, or an earlier failure of its was fatal.
            broken = true;
            pending.onCompletion(null, e);
        }
    }

    private boolean take(int size) {
        if (records.incrementAndGet() > maxRecords) {
            records.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            records.decrementAndGet();
            return false;
        }
        return true;
    }

    private void refuse(Consumer<Appended> done, Appended outcome) {
        refused.increment();
        done.accept(outcome);
    }

    /** Notes that a heartbeat was refused for want of capacity elsewhere: its second gets no tick either. */
    public void noteRefusal() {
        refused.increment();
    }

    /** Heartbeats in flight. */
    public int inFlight() {
        return records.get();
    }

    /** Most heartbeats in flight. */
    public int limit() {
        return maxRecords;
    }

    /** What the producer measures of itself; empty while there is none. */
    public Map<MetricName, ? extends Metric> producerMetrics() {
        Target to = target;
        return to == null ? Map.of() : to.producer().metrics();
    }

    /** Heartbeats refused or not acknowledged since the start: each was answered 503. */
    public long refusedTotal() {
        return refused.sum();
    }

    /** Heartbeats acknowledged since the start. */
    public long acknowledgedTotal() {
        return acknowledged.sum();
    }

    /** Whether the producer can't be used any more and needs a successor. */
    public boolean isBroken() {
        return broken;
    }

    /** Asks for the topic's partitions, so that the producer keeps them in mind though nobody heartbeats. */
    void keepWarm() {
        Target to = target;
        if (to != null) {
            to.producer().partitionsFor(to.topic());
        }
    }

    /** Shuts it and closes the producer, which gets some time for what is in flight; the rest is not acknowledged. */
    void close(Duration atMost) {
        Target last = target;
        shut();
        if (last != null) {
            last.producer().close(atMost);
        }
    }

    /** One heartbeat in flight; told once, whatever the producer does. */
    private final class Pending extends AtomicBoolean implements Callback {
        private static final long serialVersionUID = 1L;

        private final int size;
        private final transient Publication trace;
        private final transient Consumer<Appended> done;

        Pending(int size, Publication trace, Consumer<Appended> done) {
            this.size = size;
            this.trace = trace;
            this.done = done;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            if (!compareAndSet(false, true)) {
                return;
            }
            records.decrementAndGet();
            bytes.addAndGet(-size);
            if (failure == null) {
                acknowledged.increment();
                trace.acknowledged(metadata);
                if (failing.get() && failing.compareAndSet(true, false)) {
                    LOG.info("Kafka takes heartbeats again.");
                }
                tell(Appended.ACKNOWLEDGED);
            } else {
                if (failing.compareAndSet(false, true)) {
                    LOG.warn("Kafka does not take heartbeats: {}", failure.getMessage());
                }
                refused.increment();
                trace.failed(failure);
                tell(Appended.NOT_ACKNOWLEDGED);
            }
        }

        private void tell(Appended outcome) {
            try {
                telling.execute(() -> done.accept(outcome));
            } catch (RejectedExecutionException stopping) {
                done.accept(outcome);
            }
        }
    }
}
