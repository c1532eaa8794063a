package dev.pulse.ingest.log;

import dev.pulse.schemas.Tick;
import dev.pulse.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a {@link Tick} into every partition of {@code heartbeats.raw} at the end of each period (decision 0013), as
 * long as this ingest was able to take heartbeats all through the second that ends then (decision 0002). None is
 * written for a second in which it
 *
 * <ul>
 *   <li>did not accept requests,
 *   <li>answered a heartbeat 503, or
 *   <li>had heartbeats waiting for Kafka from before it began and saw none acknowledged.
 * </ul>
 *
 * <p>Its producer is its own and gives up soon, so that no tick waits in a buffer and arrives as testimony of a time
 * that nobody observed. {@link #tick} is called by one thread, once a period.
 */
public final class Ticker {
    /** A tick that was acknowledged longer ago than this says nothing about now. */
    static final Duration CURRENT = Duration.ofSeconds(5);

    /** What a tick testifies to: the time before it, in nanoseconds. */
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final String ingest;
    private final String region;
    private final RawLog log;
    /** After a pause of the process, calls come in a burst: one of them is enough. */
    private final long shortestPeriod;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LongAdder written = new LongAdder();
    private final LongAdder withheld = new LongAdder();

    private volatile Producer<String, SpecificRecord> producer;
    private volatile int partitions;
    private volatile boolean accepting;
    private volatile boolean everAcknowledged;
    private volatile long acknowledgedAt;
    private volatile boolean failing;

    private boolean begun;
    private long lastCall;
    private long refusedBefore;
    private long refusedAt;
    private long acknowledgedBefore;
    private long waitingSince;
    private int inFlightBefore;

    /**
     * A ticker that is silent until it is opened and {@link #accept} is called.
     *
     * @param ingest the ingest's name
     * @param region the ingest's region
     * @param log tells how heartbeats fared
     * @param period how often {@link #tick} is called, 1 s or less
     * @param clock for the time in a tick
     * @param nanoTime for intervals
     */
    public Ticker(String ingest, String region, RawLog log, Duration period, Clock clock, LongSupplier nanoTime) {
        this.ingest = ingest;
        this.region = region;
        this.log = log;
        this.shortestPeriod = period.toNanos() / 2;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Ticks go to this producer, into partitions 0 to {@code count - 1}. */
    public void open(Producer<String, SpecificRecord> to, int count) {
        partitions = count;
        producer = to;
    }

    /** The HTTP server accepts requests from now on. */
    public void accept() {
        accepting = true;
    }

    /** It does so no longer: no tick begins after this. */
    public void refrain() {
        accepting = false;
    }

    /** Judges the second that ended, and writes its ticks if it was a good one. */
    public void tick() {
        long now = nanoTime.getAsLong();
        if (begun && now - lastCall < shortestPeriod) {
            return;
        }
        boolean good = judge(now);
        begun = true;
        lastCall = now;

        Producer<String, SpecificRecord> to = producer;
        if (to == null || !accepting) {
            return;
        }
        if (good) {
            write(to, now);
        } else {
            withheld.increment();
        }
    }

    /** Whether, in the second that ended, no heartbeat was refused, and not all of them only waited for Kafka. */
    private boolean judge(long now) {
        long refused = log.refusedTotal();
        long acknowledged = log.acknowledgedTotal();
        if (!begun) {
            refusedAt = now - SECOND;
        } else if (refused != refusedBefore) {
            refusedAt = now;
        }
        if (!begun || acknowledged != acknowledgedBefore || inFlightBefore == 0) {
            waitingSince = now;
        }
        refusedBefore = refused;
        acknowledgedBefore = acknowledged;
        inFlightBefore = log.inFlight();
        return now - refusedAt >= SECOND && now - waitingSince < SECOND;
    }

    private void write(Producer<String, SpecificRecord> to, long now) {
        Instant at = clock.instant();
        Round round = new Round(partitions, now);
        try {
            // Waits for metadata once, if it must, and not once for each partition.
            to.partitionsFor(Topics.RAW.name());
            for (int partition = 0; partition < partitions; partition++) {
                Tick tick = new Tick(at, ingest, region, partition);
                Future<RecordMetadata> unused = to.send(
                        new ProducerRecord<>(Topics.RAW.name(), partition, at.toEpochMilli(), null, tick), round);
            }
            written.increment();
        } catch (KafkaException | IllegalStateException e) {
            round.failed(e);
        }
    }

    /** Periods at whose end ticks were written, whether or not Kafka took them. */
    public long written() {
        return written.sum();
    }

    /** Periods at whose end none were, because of refused or stalled heartbeats. */
    public long withheld() {
        return withheld.sum();
    }

    /** Whether this ingest accepts requests and Kafka has acknowledged the ticks of one of the last five seconds. */
    public boolean isReady() {
        return accepting && everAcknowledged && nanoTime.getAsLong() - acknowledgedAt <= CURRENT.toNanos();
    }

    /** The ticks of one moment: they count once all of them are acknowledged. */
    private final class Round implements Callback {
        private final AtomicInteger open;
        private final long at;

        Round(int partitions, long at) {
            this.open = new AtomicInteger(partitions);
            this.at = at;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            if (failure != null) {
                failed(failure);
            } else if (open.decrementAndGet() == 0) {
                acknowledgedAt = at;
                everAcknowledged = true;
                if (failing) {
                    failing = false;
                    LOG.info("Kafka takes ticks again.");
                }
            }
        }

        void failed(Exception failure) {
            if (!failing) {
                failing = true;
                LOG.warn("Kafka does not take ticks, observed time stands still: {}", failure.getMessage());
            }
        }
    }
}
