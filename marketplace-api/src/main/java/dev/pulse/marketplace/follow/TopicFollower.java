package dev.pulse.marketplace.follow;

import dev.pulse.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads all partitions of some topics to their ends, hands each record to a handler, and goes on for ever. It
 * keeps its place in memory: trouble with Kafka costs it the consumer, never a record. It knows as of when it has
 * everything: it asks for the end offsets at a time T, and once it stands there, what it holds is as of T.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ENDS = Duration.ofMillis(500);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(4);

    /**
     * A reader that was away for longer than this reads all again: a compacted topic keeps its tombstones for 7 days
     * only ({@code Topics.STATE}), and a reader that misses one would show a node that is gone.
     */
    private static final Duration AWAY_TOO_LONG = Duration.ofDays(6);

    private final String name;
    private final ConsumerFactory consumers;
    private final List<String> topics;
    private final StartAt start;
    private final RecordHandler handler;
    private final InstantSource clock;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<TopicPartition, Long> applied = new HashMap<>();
    private final AtomicLong unreadable = new AtomicLong();

    private List<String> followed = List.of();
    private Map<TopicPartition, Long> ends = Map.of();
    private Instant endsAskedAt;
    private volatile Consumer<String, byte[]> consumer;
    private volatile Progress progress = Progress.NONE;

    /**
     * A follower that does nothing yet.
     *
     * @param name a word for its thread, its client id and its log lines
     * @param topics what they are called in the first generation; they are read in all there are
     */
    public TopicFollower(
            String name,
            ConsumerFactory consumers,
            List<String> topics,
            StartAt start,
            RecordHandler handler,
            InstantSource clock) {
        this.name = name;
        this.consumers = consumers;
        this.topics = List.copyOf(topics);
        this.start = start;
        this.handler = handler;
        this.clock = clock;
        this.thread = new Thread(this::run, "follow-" + name);
        this.thread.setDaemon(true);
    }

    /** Begins to read. Once only. */
    public void start() {
        thread.start();
    }

    /** How far it is. */
    public Progress progress() {
        return progress;
    }

    /** How many records it passed over since no version of their schema reads them. */
    public long unreadable() {
        return unreadable.get();
    }

    /** Stops reading, within 4 seconds. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean open() {
        return closed.getCount() > 0;
    }

    private void run() {
        while (open()) {
            try {
                Consumer<String, byte[]> opened = consumers.open(name);
                consumer = opened;
                try {
                    follow(opened);
                } finally {
                    consumer = null;
                    opened.close(CloseOptions.timeout(AFTER_TROUBLE));
                }
            } catch (WakeupException | InterruptException e) {
                // Only close() wakes or interrupts this thread.
                LOG.debug("{} was woken", name);
            } catch (OffsetOutOfRangeException e) {
                LOG.warn("{}: Kafka no longer has the position, all is read again: {}", name, e.getMessage());
                forget();
                pause();
            } catch (RuntimeException e) {
                trouble(e);
            }
        }
    }

    private void follow(Consumer<String, byte[]> from) {
        place(from);
        while (open()) {
            Instant last = progress.asOf();
            if (last != null && last.plus(AWAY_TOO_LONG).isBefore(clock.instant())) {
                LOG.warn("{} was away since {}, all is read again", name, last);
                forget();
                place(from);
            }
            if (!consumers.names(topics).equals(followed)) {
                place(from);
            }
            askEnds(from);
            ConsumerRecords<String, byte[]> records = from.poll(POLL);
            if (applyAll(from, records)) {
                report(from);
                handler.reached(Map.copyOf(applied), progress.asOf());
            }
        }
    }

    private void place(Consumer<String, byte[]> from) {
        List<TopicPartition> mine = new ArrayList<>();
        List<String> names = consumers.names(topics);
        for (String topic : names) {
            from.partitionsFor(topic, CALL).stream()
                    .forEach(partition -> mine.add(new TopicPartition(topic, partition.partition())));
        }
        if (mine.isEmpty()) {
            throw new IllegalStateException("Kafka has no partition of " + String.join(", ", topics));
        }
        from.assign(mine);
        if (applied.isEmpty()) {
            Map<TopicPartition, Long> begins = from.beginningOffsets(mine, CALL);
            Map<TopicPartition, Long> found = from.endOffsets(mine, CALL);
            Map<TopicPartition, Long> resumed = handler.resume(Map.copyOf(begins), Map.copyOf(found));
            mine.forEach(partition -> applied.put(
                    partition,
                    resumed.getOrDefault(
                            partition,
                            start.offset(begins.getOrDefault(partition, 0L), found.getOrDefault(partition, 0L)))));
            handler.begin(Map.copyOf(applied), Map.copyOf(begins));
        }
        applied.keySet().retainAll(mine);
        if (applied.size() < mine.size()) {
            // Of a generation that came while the others were read: all of it is new.
            from.beginningOffsets(mine, CALL).forEach(applied::putIfAbsent);
        }
        mine.forEach(partition -> from.seek(partition, applied.getOrDefault(partition, 0L)));
        followed = names;
    }

    private void askEnds(Consumer<String, byte[]> from) {
        Instant now = clock.instant();
        // The absolute value, so that a clock that is set back does not stop it.
        if (endsAskedAt != null
                && Duration.between(endsAskedAt, now).abs().compareTo(BETWEEN_ENDS) < 0
                && ends.keySet().equals(from.assignment())) {
            return;
        }
        ends = from.endOffsets(from.assignment(), CALL);
        endsAskedAt = now;
    }

    /** Whether all of them could be applied now. */
    private boolean applyAll(Consumer<String, byte[]> from, ConsumerRecords<String, byte[]> records) {
        boolean all = handOver(from, records);
        handler.flush();
        if (all) {
            // Beyond the last record there may be transaction markers, which the consumer steps over by itself.
            from.assignment().forEach(partition -> applied.put(partition, from.position(partition, CALL)));
        }
        return all;
    }

    private boolean handOver(Consumer<String, byte[]> from, ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>(records.count());
        records.forEach(all::add);
        handler.fetched(all);
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
                try {
                    handler.apply(record);
                } catch (RegistryUnavailableException e) {
                    // The bytes may well be good: come back to this record, and to all that were fetched after it.
                    from.assignment().forEach(p -> from.seek(p, applied.getOrDefault(p, 0L)));
                    trouble(e);
                    return false;
                } catch (SerializationException e) {
                    passOver(record, e);
                }
                applied.put(partition, record.offset() + 1);
            }
        }
        return true;
    }

    private void passOver(ConsumerRecord<String, byte[]> record, SerializationException e) {
        long count = unreadable.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn(
                    "{} passed over an unreadable record, {} so far, this one in {}-{} at {}: {}",
                    name,
                    count,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private void report(Consumer<String, byte[]> from) {
        long lag = 0;
        for (TopicPartition partition : from.assignment()) {
            lag += Math.max(0, ends.getOrDefault(partition, 0L) - applied.getOrDefault(partition, 0L));
        }
        progress = new Progress(lag == 0 ? endsAskedAt : progress.asOf(), lag, null);
    }

    private void forget() {
        // First, so that nobody takes what is empty for all there is.
        progress = Progress.NONE;
        applied.clear();
        handler.forget();
    }

    private void trouble(RuntimeException e) {
        if (progress.problem() == null) {
            LOG.warn("{} cannot read for now: {}", name, e.toString());
        }
        progress = new Progress(progress.asOf(), progress.lag(), e.getMessage());
        pause();
    }

    private void pause() {
        try {
            if (closed.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{} stops", name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }
}
