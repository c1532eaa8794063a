package dev.pulse.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which stores are being restored from their changelogs, and how many records that took; and counts. */
final class RestoreLog implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);

    private volatile String applicationId;
    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private final LongAdder restored = new LongAdder();

    RestoreLog(String applicationId) {
        this.applicationId = applicationId;
    }

    /** Another application begins, where that of a former generation ended: what that one left undone is forgotten. */
    void begin(String next) {
        applicationId = next;
        begun.clear();
        left.clear();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        begun.put(partition, System.nanoTime());
        left.put(partition, to - from);
        if (to > from) {
            LOG.info("{}: restoring {} from {}, {} records at most", applicationId, store, partition, to - from);
        }
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
        // Once per batch is too much for a log.
        restored.add(count);
        left.computeIfPresent(partition, (which, records) -> Math.max(0, records - count));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        left.remove(partition);
        Long since = begun.remove(partition);
        if (total > 0 && since != null) {
            LOG.info(
                    "{}: restored {} from {}: {} records in {} ms",
                    applicationId,
                    store,
                    partition,
                    total,
                    (System.nanoTime() - since) / 1_000_000);
        }
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        begun.remove(partition);
        left.remove(partition);
    }

    /** Records that stores must still read before their partitions go on; at most, since a log may have been compacted. */
    long remaining() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records restored since the start. */
    long restored() {
        return restored.sum();
    }
}
