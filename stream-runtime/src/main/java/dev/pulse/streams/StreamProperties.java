package dev.pulse.streams;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/** The properties of Kafka Streams that come of the settings. */
final class StreamProperties {
    private StreamProperties() {}

    /**
     * @param instance the name that the instance has in its group
     */
    static Properties of(KafkaSettings kafka, StreamSettings settings, String instance, RocksDbMemory memory) {
        Properties all = kafka.clientProperties();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        all.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.recordCacheBytes());
        if (settings.hostAndPort() != null) {
            all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.hostAndPort());
        }

        // Exactly once also makes every consumer read_committed and every producer idempotent with acks=all.
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The classic protocol: under the newer "streams" one, standbys and the session time-out are set on the broker
        // and those here are ignored, a changed topology needs a new group, and there is no static membership before
        // 4.4.
        all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        all.put(BoundedRocksDb.MEMORY, memory);

        // Topologies read bytes and decode them themselves, so that poison is routed and not thrown.
        all.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        all.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);

        // A group that is new reads everything there is: heartbeats that were answered 202 before it began count too.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A killed instance's partitions move after 10 s, not after 45, where nobody notices it sooner; and it is at a
        // heartbeat that the others learn of it.
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 250);
        // Both ends wait a little for more to come: a fetch or a batch of its own for every few records costs as much
        // CPU,
        // here and in the broker, as proving them does. It is far less than a commit interval.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 512 * 1024);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // A warmed-up standby takes over within a minute of being ready, not of ten; and so many at a time, not two: an
        // instance that joins a group of 128 partitions would otherwise have its share after half an hour and more
        // (KIP-441).
        all.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000);
        all.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, 16);
        all.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        // The default from Kafka 5 on; without it every start warns. Its constant is deprecated already.
        all.put("processing.exception.handler.global.enabled", true);

        settings.overrides().forEach(all::put);
        return all;
    }
}
