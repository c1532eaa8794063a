package dev.pulse.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record: its own timestamp, or the partition's where it has none, or 0 where that has none either.
 *
 * <p>Kafka lets a producer leave the timestamp out (it is then -1). The extractor that Streams uses by default stops the
 * application for such a record, its alternative by the partition's time does so for a first one, and the third skips
 * it: one record would stop all, or be lost without an outcome.
 */
public final class RecordTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
    }
}
