package dev.pulse.ingest.log;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of the two producers (design section 6). What promises rest on can't be overridden. */
final class ProducerProperties {
    private static final int BATCH_BYTES = 64 * 1024;

    /** A node waits this much longer for its 202, and the broker has a batch to write where it had single records. */
    private static final int LINGER_MS = 50;

    /** A metadata fetch in the middle of things may take this long; an HTTP thread waits for it. */
    private static final long HEARTBEAT_BLOCK_MS = 100;

    /** Batches take whole buffers, and most are not full: so much more than what may be in flight. */
    private static final long BUFFERS_PER_BYTE = 4;

    private static final Duration TICK_DELIVERY = Duration.ofSeconds(2);

    private ProducerProperties() {}

    /** For heartbeats: acknowledged by all in-sync replicas within the time given, or failed. */
    static Properties heartbeats(LogSettings settings) {
        Properties all = settings.kafka().clientProperties();
        all.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, Integer.toString(LINGER_MS));
        all.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        all.putIfAbsent(
                ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(settings.maxInFlightBytes() * BUFFERS_PER_BYTE));
        all.put(ProducerConfig.CLIENT_ID_CONFIG, settings.name() + "-heartbeats");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(HEARTBEAT_BLOCK_MS));
        promise(all, settings.ackTimeout());
        return all;
    }

    /** For ticks: at once or not at all. */
    static Properties ticks(LogSettings settings) {
        Properties all = settings.kafka().clientProperties();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, settings.name() + "-ticks");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(TICK_DELIVERY.toMillis() / 2));
        promise(all, TICK_DELIVERY);
        return all;
    }

    private static void promise(Properties all, Duration within) {
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(within.toMillis()));
        // Two attempts fit: one that a broker which is just going away leaves unanswered, and another.
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(within.toMillis() * 2 / 5));
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "50");
        all.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "500");
        all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        all.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "1000");
    }
}
