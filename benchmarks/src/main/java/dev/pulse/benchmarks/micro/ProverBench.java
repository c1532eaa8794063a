package dev.pulse.benchmarks.micro;

import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.verifier.crypto.SignatureProvider;
import dev.pulse.verifier.prove.VerdictCounters;
import dev.pulse.verifier.prove.VerifierSettings;
import dev.pulse.verifier.prove.VerifierTopology;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The verifier's step, whole, from the bytes of a raw record to the verified one; its bindings in a map. */
@State(Scope.Thread)
public class ProverBench {
    private static final int NODES = 8_192;

    private final Task<SpecificRecord> task = new Task<>();
    private Serdes serdes;
    private Processor<String, byte[], String, SpecificRecord> prover;
    private final String[] keys = new String[NODES];
    private final byte[][] values = new byte[NODES][];
    private final byte[][] forged = new byte[NODES][];
    private int next;
    private long offset;

    /** Binds every node, so that what is measured is a heartbeat like any other. */
    @Setup(Level.Trial)
    public void bind() throws IOException {
        serdes = new Serdes();
        prover = new VerifierTopology(
                        VerifierSettings.of(MicroFleet.AUDIENCE),
                        SignatureProvider.AUTO.load(reason -> {}),
                        serdes.serdes(),
                        new VerdictCounters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
                .prover(Generation.first(1));
        prover.init(task);
        MicroFleet fleet = new MicroFleet(NODES);
        for (int node = 0; node < NODES; node++) {
            keys[node] = MicroFleet.nodeId(node);
            values[node] = serdes.serdes().of(Topics.RAW).serializer().serialize(null, fleet.raw(node));
            byte[] signature = fleet.signature(node).clone();
            // Of the right form, and of nobody: what costs a forger nothing, and the verifier the most.
            signature[0] ^= 1;
            SignedHeartbeat stolen = SignedHeartbeat.newBuilder(fleet.raw(node))
                    .setSignature(ByteBuffer.wrap(signature))
                    .build();
            forged[node] = serdes.serdes().of(Topics.RAW).serializer().serialize(null, stolen);
        }
        for (int node = 0; node < NODES; node++) {
            prove();
        }
    }

    /** Lets the registry go. */
    @TearDown(Level.Trial)
    public void close() {
        serdes.close();
    }

    /** The step. */
    @Benchmark
    @Measures("the verifier's whole step: decode, read, check, judge with the crypto, make the verified record")
    public SpecificRecord prove() {
        next = (next + 1) & (NODES - 1);
        task.at(Topics.RAW.name(), offset++);
        prover.process(new Record<>(keys[next], values[next], MicroFleet.TIMESTAMP * 1_000));
        if (!task.lastChild().equals("verified")) {
            throw new IllegalStateException("a good heartbeat went to " + task.lastChild());
        }
        return task.lastValue();
    }

    /** The same step for a forgery in a bound node's name, which ends in the dead letters. */
    @Benchmark
    @Measures("the verifier's whole step for a forged signature in the name of a node it knows: beside the honest one")
    public SpecificRecord proveForged() {
        next = (next + 1) & (NODES - 1);
        task.at(Topics.RAW.name(), offset++);
        prover.process(new Record<>(keys[next], forged[next], MicroFleet.TIMESTAMP * 1_000));
        if (!task.lastChild().equals("dead-signature")) {
            throw new IllegalStateException("a forgery went to " + task.lastChild());
        }
        return task.lastValue();
    }
}
