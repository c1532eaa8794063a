package dev.pulse.ingest.log;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RegistrySettings;
import java.time.Duration;

/**
 * What the connection to Kafka needs to know.
 *
 * @param name the ingest's name, which its producers carry
 * @param kafka how to reach Kafka
 * @param registry how to reach the schema registry
 * @param create how missing topics are made, or null where that is not this service's business
 * @param ackTimeout how long Kafka has to acknowledge a heartbeat, 1 s to 60 s
 * @param tick how often every partition gets a tick, 100 ms to 1 s
 * @param maxInFlightBytes bytes of heartbeats that may wait for Kafka; the producer's buffer is a multiple of it
 */
public record LogSettings(
        String name,
        KafkaSettings kafka,
        RegistrySettings registry,
        TopicSettings create,
        Duration ackTimeout,
        Duration tick,
        long maxInFlightBytes) {}
