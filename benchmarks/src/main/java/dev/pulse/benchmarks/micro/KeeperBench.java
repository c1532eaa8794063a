package dev.pulse.benchmarks.micro;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.topology.LeaseTables;
import dev.pulse.lifecycle.topology.LifecycleSettings;
import dev.pulse.lifecycle.topology.LifecycleTopology;
import dev.pulse.lifecycle.topology.Tallies;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.CommitHook;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The lifecycle stream's step, whole, with a million nodes in one partition: each invocation is a second of theirs, with
 * its tick, its commits and its wake-ups. Facts do not change, and nothing refreshes {@code nodes.state}.
 */
@State(Scope.Thread)
public class KeeperBench {
    private static final int INTERVAL_S = 60;
    private static final int PER_SECOND = 16_667;
    private static final int COMMITS_PER_SECOND = 10;
    private static final int WAKE_UPS_PER_SECOND = 20;

    /** How many nodes; each second {@value #PER_SECOND} of them are heard from. */
    @Param("1000000")
    int nodes;

    private final Task<SpecificRecord> task = new Task<>();
    private final CommitHook beforeCommit = CommitHook.named("before-commit").build();
    private Serdes serdes;
    private Processor<String, byte[], String, SpecificRecord> keeper;
    private String[] ids;
    private byte[] template;
    private int idAt;
    private int timestampAt;
    private int receivedAt;
    private long nowS = MicroFleet.TIMESTAMP;
    private long offset;
    private int next;

    /** Hears every node once. */
    @Setup(Level.Trial)
    public void hearAll() throws IOException {
        serdes = new Serdes();
        task.put(beforeCommit);
        keeper = new LifecycleTopology(
                        LifecycleSettings.of(INTERVAL_S * 1_000L),
                        serdes.serdes(),
                        new LifecycleCounters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                        new Tallies(),
                        new LeaseTables())
                .keeper(Generation.first(1));
        keeper.init(task);
        ids = new String[nodes];
        for (int node = 0; node < nodes; node++) {
            ids[node] = MicroFleet.nodeId(node);
        }
        findPlaces();
        tick();
        for (int heard = 0; heard < nodes; heard += PER_SECOND) {
            second();
        }
    }

    /** Where a node's name and its two times stand in the bytes of a record, so that a million need not be encoded. */
    private void findPlaces() {
        VerifiedHeartbeat record =
                RecordBench.proved(new HeartbeatReader(MicroFleet.AUDIENCE, false), new MicroFleet(1), 0);
        template = encode(record);
        byte[] id = ids[0].getBytes(StandardCharsets.US_ASCII);
        idAt = 0;
        while (!Arrays.equals(template, idAt, idAt + id.length, id, 0, id.length)) {
            idAt++;
        }
        long later = record.getTimestamp() + 1;
        timestampAt = Arrays.mismatch(
                template,
                encode(VerifiedHeartbeat.newBuilder(record).setTimestamp(later).build()));
        Instant received = record.getReceivedAt().plusMillis(1);
        receivedAt = Arrays.mismatch(
                template,
                encode(VerifiedHeartbeat.newBuilder(record)
                        .setReceivedAt(received)
                        .build()));
    }

    private byte[] encode(VerifiedHeartbeat record) {
        return serdes.serdes().of(Topics.VERIFIED).serializer().serialize(null, record);
    }

    private byte[] heartbeat(String id) {
        byte[] bytes = template.clone();
        for (int i = 0; i < id.length(); i++) {
            bytes[idAt + i] = (byte) id.charAt(i);
        }
        write(bytes, timestampAt, nowS);
        write(bytes, receivedAt, nowS * 1_000 + 500);
        return bytes;
    }

    /** Avro's zig-zag variable-length number, over one of the same length. */
    private static void write(byte[] bytes, int from, long value) {
        long rest = value << 1;
        int at = from;
        while (rest > 0x7f) {
            bytes[at++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[at] = (byte) rest;
    }

    private void tick() {
        byte[] tick = serdes.serdes()
                .of(Topics.VERIFIED)
                .serializer()
                .serialize(null, new Tick(Instant.ofEpochSecond(nowS), MicroFleet.INGEST, MicroFleet.REGION, 0));
        task.at(Topics.VERIFIED.name(), offset++);
        keeper.process(new Record<>(null, tick, nowS * 1_000));
    }

    /** Lets the registry go. */
    @TearDown(Level.Trial)
    public void close() {
        serdes.close();
    }

    /** A second. */
    @Benchmark
    @OperationsPerInvocation(PER_SECOND)
    @Measures("the lifecycle stream's whole step per heartbeat, a million nodes: decode, rule, lease, ticks, sweep")
    public long second() {
        long before = task.forwarded();
        for (int i = 0; i < PER_SECOND; i++) {
            String id = ids[next];
            next = next + 1 == nodes ? 0 : next + 1;
            task.at(Topics.VERIFIED.name(), offset++);
            keeper.process(new Record<>(id, heartbeat(id), nowS * 1_000));
            if (i % (PER_SECOND / COMMITS_PER_SECOND) == 0) {
                beforeCommit.flushCache();
            }
        }
        nowS++;
        tick();
        for (int i = 0; i < WAKE_UPS_PER_SECOND; i++) {
            task.wake(nowS * 1_000);
        }
        return task.forwarded() - before;
    }
}
