package dev.pulse.benchmarks.micro;

import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.ingest.take.Limits;
import dev.pulse.ingest.take.Outcome.TooFast;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The limits of the ingest, with as many addresses and nodes as its tables hold. */
@State(Scope.Thread)
public class LimitBench {
    private static final int NODES = 1 << 20;
    private static final int ADDRESSES = 1 << 16;
    /** A limit that is looked up and counted like any other, and that nobody reaches. */
    private static final RateLimit GENEROUS = new RateLimit(1, 1_000_000_000);

    private final Limits limits = new Limits(GENEROUS, ADDRESSES, GENEROUS, NODES, new KeyHash(1, 2), System::nanoTime);
    private final String[] nodes = new String[NODES];
    private final InetSocketAddress[] from = new InetSocketAddress[ADDRESSES];
    private int next;

    /** Names the nodes and their addresses. */
    @Setup(Level.Trial)
    public void name() throws UnknownHostException {
        for (int node = 0; node < NODES; node++) {
            nodes[node] = MicroFleet.nodeId(node);
        }
        for (int i = 0; i < ADDRESSES; i++) {
            byte[] address = {10, 0, (byte) (i >> 8), (byte) i};
            from[i] = new InetSocketAddress(InetAddress.getByAddress(address), 4_000);
        }
    }

    /** Both limits, as for each request. */
    @Benchmark
    @Measures("both limits of one request: the key of the address, the address, the node; 1,048,576 nodes")
    public Optional<TooFast> addressAndNode() {
        // An odd step goes through all places in an order that no cache foresees.
        next = (next + 0x9e3779b1) & (NODES - 1);
        long key = limits.key(from[next & (ADDRESSES - 1)]);
        Optional<TooFast> refusal = limits.address(key);
        return refusal.isPresent() ? refusal : limits.node(key, nodes[next]);
    }
}
