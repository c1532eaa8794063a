package dev.pulse.ingest.log;

import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.schemas.Tick;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
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
 * that nobody observed. But what was not acknowledged may stand in the log all the same, and so may the next one: where a
 * leader can't reach its followers, all of it comes to light when it can again, heartbeats and ticks in their order, while
 * nodes repeated themselves and were not answered. So a partition has one tick under way at a time, and after one that was
 * not acknowledged it has none for so long that the log shows a gap (decision 0015).
 *
 * <p>{@link #tick} is called by one thread, once a period.
 */
public final class Ticker {
    /** Between a tick that was not acknowledged and the next: what readers take for a gap, and a little for the clocks. */
    static final Duration SILENCE = Duration.ofMillis(ObservedClock.TOLERANCE_MS + 500);

    /** A tick that was acknowledged longer ago than this says nothing about now. */
    static final Duration CURRENT = SILENCE.plusSeconds(2);

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
    private volatile List<Lane> lanes = List.of();
    private volatile String topic;
    private volatile boolean accepting;
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

    /**
     * Ticks go to this producer, into partitions 0 to {@code count - 1} of this topic. Where a tick into the topic before
     * is in doubt, none is written for as long as after any such tick: which nodes come to which partition, nobody knows.
     * Called by the thread that ticks.
     */
    public void open(Producer<String, SpecificRecord> to, String into, int count) {
        boolean doubt = lanes.stream().anyMatch(Lane::isDoubtful);
        long now = nanoTime.getAsLong();
        topic = into;
        lanes = IntStream.range(0, count)
                .mapToObj(partition -> new Lane(partition, doubt, now))
                .toList();
        producer = to;
    }

    /** Whether it is known of every tick whether Kafka has it: no tick is under way. */
    public boolean isSettled() {
        return lanes.stream().noneMatch(Lane::isUnderWay);
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
        try {
            // Waits for metadata once, if it must, and not once for each partition.
            to.partitionsFor(topic);
            for (Lane lane : lanes) {
                lane.write(to, at, now);
            }
            written.increment();
        } catch (KafkaException | IllegalStateException e) {
            failed(e);
        }
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true;
            LOG.warn("Kafka does not take ticks, observed time stands still: {}", failure.getMessage());
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

    /** Whether this ingest accepts requests and Kafka has lately acknowledged a tick of every partition. */
    public boolean isReady() {
        List<Lane> all = lanes;
        long now = nanoTime.getAsLong();
        return accepting && !all.isEmpty() && all.stream().allMatch(lane -> lane.isCurrent(now));
    }

    /** One partition's ticks. */
    private final class Lane implements Callback {
        private final int partition;
        private boolean underWay;
        private boolean doubtful;
        private long sentAt;
        private boolean acknowledged;
        private long acknowledgedAt;

        Lane(int partition, boolean doubtful, long now) {
            this.partition = partition;
            this.doubtful = doubtful;
            this.sentAt = now;
        }

        synchronized boolean isDoubtful() {
            return doubtful;
        }

        synchronized boolean isUnderWay() {
            return underWay;
        }

        void write(Producer<String, SpecificRecord> to, Instant at, long now) {
            synchronized (this) {
                if (underWay || doubtful && now - sentAt < SILENCE.toNanos()) {
                    return;
                }
                underWay = true;
                sentAt = now;
            }
            try {
                Tick tick = new Tick(at, ingest, region, partition);
                Future<RecordMetadata> unused =
                        to.send(new ProducerRecord<>(topic, partition, at.toEpochMilli(), null, tick), this);
            } catch (KafkaException | IllegalStateException e) {
                synchronized (this) {
                    underWay = false;
                }
                throw e;
            }
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            synchronized (this) {
                underWay = false;
                doubtful = failure != null;
                if (!doubtful) {
                    acknowledged = true;
                    acknowledgedAt = sentAt;
                }
            }
            if (failure != null) {
                failed(failure);
            } else if (failing && isReady()) {
                failing = false;
                LOG.info("Kafka takes ticks again.");
            }
        }

        synchronized boolean isCurrent(long now) {
            return acknowledged && !doubtful && now - acknowledgedAt <= CURRENT.toNanos();
        }
    }
}
