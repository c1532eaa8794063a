package dev.pulse.benchmarks.micro;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.verdict.Sha256;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The document of a heartbeat: its canonical form, its hash, its fields. */
@State(Scope.Thread)
public class DocumentBench {
    private static final int NODES = 1_024;

    private final HeartbeatReader reader = new HeartbeatReader(MicroFleet.AUDIENCE, false);
    private final byte[][] payloads = new byte[NODES][];
    private final byte[][] bodies = new byte[NODES][];
    private final byte[][] unsorted = new byte[NODES][];
    private int next;

    /** Writes the documents. */
    @Setup(Level.Trial)
    public void write() {
        MicroFleet fleet = new MicroFleet(NODES);
        for (int node = 0; node < NODES; node++) {
            payloads[node] = fleet.payload(node);
            bodies[node] = fleet.body(node);
            unsorted[node] = fleet.unsortedBody(node);
        }
    }

    /** A document that already is canonical. */
    @Benchmark
    @Measures("canonicalise a payload that is canonical already, and its SHA-256")
    public byte[] canonicaliseAndHash() {
        return hash(CanonicalJson.canonicalize(payloads[turn()]));
    }

    /** A document that has to be sorted. */
    @Benchmark
    @Measures("canonicalise a document whose members stand in no order, and its SHA-256")
    public byte[] canonicaliseUnsortedAndHash() {
        return hash(CanonicalJson.canonicalize(unsorted[turn()]));
    }

    /** The hash by itself. */
    @Benchmark
    @Measures("SHA-256 of a payload alone")
    public byte[] hash() {
        return Sha256.hash(payloads[turn()]);
    }

    /** What the ingest does with a body. */
    @Benchmark
    @Measures("`HeartbeatReader.read` of a body as the agent sends it: fields, signature, canonical payload")
    public Reading.Read read() {
        return (Reading.Read) reader.read(bodies[turn()]);
    }

    /** What the ingest does with a body of another writer. */
    @Benchmark
    @Measures("`HeartbeatReader.read` of a body whose members stand in no order")
    public Reading.Read readUnsorted() {
        return (Reading.Read) reader.read(unsorted[turn()]);
    }

    /** What the verifier does with a payload. */
    @Benchmark
    @Measures("`HeartbeatReader.readCanonical` of a payload, as the verifier reads it from the raw record")
    public Reading.Read readCanonical() {
        return (Reading.Read) reader.readCanonical(payloads[turn()]);
    }

    private static byte[] hash(CanonicalJson.Result result) {
        return Sha256.hash(((CanonicalJson.Result.Canonical) result).bytes());
    }

    private int turn() {
        next = (next + 1) & (NODES - 1);
        return next;
    }
}
