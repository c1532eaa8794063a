package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.Turns;
import dev.pulse.benchmarks.load.Wording;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes proved heartbeats straight into heartbeats.verified, in place of a verifier: what the lifecycle stream gets
 * from a fleet that is larger than two cores could also take in over HTTP and prove. The evidence has the size of a real
 * one and proves nothing; the lifecycle stream does not look at it.
 */
final class VerifiedFeed implements AutoCloseable {
    private static final int PAYLOAD_BYTES = 500;
    private static final int SIGNATURE_BYTES = 64;
    /** The source of the location that all of these nodes have. */
    private static final Location GHENT = new Location("BE", "Ghent", 51_053_000, 3_725_000);

    private final int nodes;
    private final Turns turns;
    private final Clock clock;
    private final String ingest;
    private final RegistryRecordSerdes serdes;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicLongArray lastHeard;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES).asReadOnlyBuffer();
    private final ByteBuffer signature = ByteBuffer.allocate(SIGNATURE_BYTES).asReadOnlyBuffer();

    /**
     * A feed for a number of nodes.
     *
     * @param serdes closed with this
     * @param ingest the name of the ingest whose ticks are in the topic
     */
    VerifiedFeed(String bootstrap, RegistryRecordSerdes serdes, int nodes, String ingest, Clock clock) {
        this.nodes = nodes;
        this.turns = new Turns(nodes);
        this.clock = clock;
        this.ingest = ingest;
        this.lastHeard = new AtomicLongArray(nodes);
        this.serdes = serdes;
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("compression.type", "lz4");
        all.put("linger.ms", "20");
        all.put("batch.size", "131072");
        all.put("acks", "all");
        producer = new KafkaProducer<>(
                all, new StringSerializer(), serdes.of(Topics.VERIFIED).serializer());
    }

    /** When a node was last heard from, unix milliseconds; 0 for never. */
    long lastHeard(int node) {
        return lastHeard.get(node);
    }

    /**
     * One round: each node once, evenly over a time.
     *
     * @param seconds how long the round takes; 0 for as fast as it goes
     * @param speaks which nodes take part
     * @param receivedAt when each was received, unix milliseconds
     * @return how many were written
     */
    long round(double seconds, IntPredicate speaks, LongSupplier receivedAt) throws InterruptedException {
        long begun = System.nanoTime();
        long written = 0;
        for (int i = 0; i < nodes; i++) {
            if (seconds > 0 && i % 64 == 0) {
                long wait = begun + (long) (i * seconds * 1e9 / nodes) - System.nanoTime();
                if (wait > 1_000_000) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
            int node = turns.node(i);
            if (speaks.test(node)) {
                write(node, receivedAt.getAsLong());
                written++;
            }
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka did not take a heartbeat", failed);
        }
        return written;
    }

    /** The same, each received when it is written. */
    long round(double seconds, IntPredicate speaks) throws InterruptedException {
        return round(seconds, speaks, clock::millis);
    }

    private void write(int node, long receivedAt) {
        String id = Wording.nodeId(node);
        long timestamp = receivedAt / 1_000;
        byte[] name = Sha256.hash(id.getBytes(StandardCharsets.UTF_8));
        Heartbeat heartbeat = new Heartbeat(
                id,
                new Account(HexFormat.of().formatHex(name)),
                timestamp,
                id + ".sim",
                "46a:52b7::1",
                "1.2.0",
                timestamp - 1_700_000_000L,
                1,
                new Capacity(16, 64, 1_024, 0, Capacity.slicesOf(64), 1),
                GHENT,
                List.of(),
                "eu",
                null);
        SignedHeartbeat signed = new SignedHeartbeat(
                payload.duplicate(),
                signature.duplicate(),
                heartbeat.account().hex(),
                Instant.ofEpochMilli(receivedAt),
                "eu",
                ingest,
                false);
        long digest = ByteBuffer.wrap(name).getLong() ^ timestamp;
        var unused = producer.send(
                new ProducerRecord<>(
                        Topics.VERIFIED.name(),
                        null,
                        receivedAt,
                        id,
                        HeartbeatRecords.verified(heartbeat, signed, digest)),
                (metadata, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                });
        lastHeard.set(node, receivedAt);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        serdes.close();
    }
}
