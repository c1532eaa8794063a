package dev.pulse.benchmarks.micro;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Records of the hot path to Avro and back, by the serdes that run. */
@State(Scope.Thread)
public class RecordBench {
    private static final int NODES = 1_024;

    private Serdes serdes;
    private Serde<SpecificRecord> raw;
    private Serde<SpecificRecord> verified;
    private final SpecificRecord[] rawRecords = new SpecificRecord[NODES];
    private final SpecificRecord[] verifiedRecords = new SpecificRecord[NODES];
    private final byte[][] rawBytes = new byte[NODES][];
    private final byte[][] verifiedBytes = new byte[NODES][];
    private int next;

    /** Makes each record once. */
    @Setup(Level.Trial)
    public void encodeAll() throws IOException {
        serdes = new Serdes();
        raw = serdes.serdes().of(Topics.RAW);
        verified = serdes.serdes().of(Topics.VERIFIED);
        MicroFleet fleet = new MicroFleet(NODES);
        HeartbeatReader reader = new HeartbeatReader(MicroFleet.AUDIENCE, false);
        for (int node = 0; node < NODES; node++) {
            rawRecords[node] = fleet.raw(node);
            verifiedRecords[node] = proved(reader, fleet, node);
            rawBytes[node] = raw.serializer().serialize(null, rawRecords[node]);
            verifiedBytes[node] = verified.serializer().serialize(null, verifiedRecords[node]);
        }
    }

    /** The verified record of a node's heartbeat. */
    static VerifiedHeartbeat proved(HeartbeatReader reader, MicroFleet fleet, int node) {
        byte[] payload = fleet.payload(node);
        Reading.Read read = (Reading.Read) reader.readCanonical(payload);
        return HeartbeatRecords.verified(read.heartbeat(), fleet.raw(node), Bytes.digest(Sha256.hash(payload)));
    }

    /** Lets the registry go. */
    @TearDown(Level.Trial)
    public void close() {
        serdes.close();
    }

    /** The ingest's. */
    @Benchmark
    @Measures("encode a raw record")
    public byte[] encodeRaw() {
        return raw.serializer().serialize(null, rawRecords[turn()]);
    }

    /** The verifier's, reading. */
    @Benchmark
    @Measures("decode a raw record")
    public SpecificRecord decodeRaw() {
        return raw.deserializer().deserialize(null, rawBytes[turn()]);
    }

    /** The verifier's, writing. */
    @Benchmark
    @Measures("encode a verified record")
    public byte[] encodeVerified() {
        return verified.serializer().serialize(null, verifiedRecords[turn()]);
    }

    /** The lifecycle stream's. */
    @Benchmark
    @Measures("decode a verified record")
    public SpecificRecord decodeVerified() {
        return verified.deserializer().deserialize(null, verifiedBytes[turn()]);
    }

    private int turn() {
        next = (next + 1) & (NODES - 1);
        return next;
    }
}
