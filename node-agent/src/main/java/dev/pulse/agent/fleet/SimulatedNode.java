package dev.pulse.agent.fleet;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.agent.heartbeat.TimestampSequence;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.verdict.Freshness;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One node of a fleet: its key, what it is made of, and what it signs. Everything follows from the fleet's seed, and
 * the heavy parts are made at its first heartbeat. Used by one thread at a time, handed over by the fleet's executor.
 */
final class SimulatedNode {
    /** How far off the clock of a skewed heartbeat is, seconds: twice the freshness limit. */
    static final long SKEW_S = 600;

    /** How long a simulated tenant stays, seconds: then the slices in use are drawn anew. */
    private static final long TENANCY_S = 600;

    private static final long[] RAM_GB = {16, 32, 32, 64, 64, 64, 128, 128, 256, 512};
    private static final long[] DISK_GB_PER_RAM = {8, 16, 16, 32};
    private static final String[] VERSIONS = {"1.2.0", "1.2.0", "1.2.0", "1.2.0", "1.2.1", "1.1.4", "1.1.4", "1.0.3"};
    private static final List<Gpu> GPUS = List.of(
            new Gpu("nvidia", "L4", 24),
            new Gpu("nvidia", "RTX 4090", 24),
            new Gpu("nvidia", "A100", 80),
            new Gpu("nvidia", "H100", 80),
            new Gpu("amd", "MI300X", 192));
    private static final double GPU_SHARE = 0.15;
    /** The oldest simulated machine started here (unix seconds, November 2023), the youngest 600 days later. */
    private static final long FIRST_BOOT = 1_700_000_000L;

    private static final int BOOT_SPAN_S = 600 * 86_400;

    private final FleetSeed seed;
    private final String nodeId;
    private final String region;
    private final String audience;
    private final SplittableRandom random;
    private final TimestampSequence timestamps = new TimestampSequence(Freshness.TOLERANCE_S);
    private Made made;
    private boolean acknowledged;
    private double place;
    private volatile boolean killed;

    /** What is made at the first heartbeat and never changes. */
    private record Made(
            NodeIdentity identity,
            String hostname,
            String myceliumIp,
            String version,
            long boot,
            Capacity capacity,
            List<Gpu> gpus,
            Location location) {}

    SimulatedNode(FleetSeed seed, String nodeId, String region, String audience) {
        this.seed = seed;
        this.nodeId = nodeId;
        this.region = region;
        this.audience = audience;
        this.random = seed.random("draws", nodeId);
    }

    String nodeId() {
        return nodeId;
    }

    RandomGenerator random() {
        return random;
    }

    /** Where in the interval the node heartbeats, from 0 to 1. */
    double place() {
        return place;
    }

    void place(double share) {
        place = share;
    }

    boolean isKilled() {
        return killed;
    }

    void kill() {
        killed = true;
    }

    /** Notes an acknowledgement; true for the first. */
    boolean acknowledge() {
        boolean first = !acknowledged;
        acknowledged = true;
        return first;
    }

    /** The next good heartbeat. */
    byte[] good(long nowS) {
        return compose(made().identity(), timestamps.next(nowS)).body();
    }

    /** The good heartbeat's form with one bit of its signature flipped. */
    byte[] badSignature(long nowS) {
        SignedHeartbeat proper = compose(made().identity(), nowS);
        byte[] signature = proper.signature().clone();
        signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
        return HeartbeatComposer.withSignature(proper.canonical(), signature);
    }

    /** Properly signed, by a clock that is ten minutes off. */
    byte[] skewed(long nowS) {
        return compose(made().identity(), random.nextBoolean() ? nowS + SKEW_S : nowS - SKEW_S)
                .body();
    }

    /** Properly signed under this node's name by another key. */
    byte[] impostor(long nowS) {
        return compose(new NodeIdentity(nodeId, seed.key("impostor", nodeId)), nowS)
                .body();
    }

    /** Malformed in the given way. */
    byte[] malformed(MalformedKind kind, long nowS) {
        NodeIdentity identity = made().identity();
        return kind.body(compose(identity, nowS), identity.key().account().hex());
    }

    /** The facts at a time. */
    NodeFacts facts(long timestamp) {
        Made m = made();
        Capacity c = m.capacity();
        long used = slicesUsed(c.slicesTotal(), timestamp);
        return new NodeFacts(
                m.hostname(),
                m.myceliumIp(),
                m.version(),
                Math.max(0, timestamp - m.boot()),
                Math.min(used, 1 + used / 2),
                new Capacity(c.cpuCores(), c.ramGb(), c.diskGb(), c.gpuCount(), c.slicesTotal(), used),
                m.location(),
                m.gpus(),
                region,
                audience);
    }

    private SignedHeartbeat compose(NodeIdentity identity, long timestamp) {
        return HeartbeatComposer.compose(identity, facts(timestamp), timestamp);
    }

    /** Drawn anew every {@link #TENANCY_S}, each node at its own moment, so that facts change rarely and never together. */
    private long slicesUsed(long total, long timestamp) {
        long tenancy = Math.floorDiv(timestamp + made().boot(), TENANCY_S);
        return new SplittableRandom(tenancy ^ nodeId.hashCode() * 0x9e3779b97f4a7c15L).nextLong(total + 1);
    }

    private Made made() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    private Made make() {
        SplittableRandom draw = seed.random("facts", nodeId);
        long ramGb = RAM_GB[draw.nextInt(RAM_GB.length)];
        long cores = Math.max(4, ramGb >> 1 + draw.nextInt(2));
        long diskGb = ramGb * DISK_GB_PER_RAM[draw.nextInt(DISK_GB_PER_RAM.length)];
        List<Gpu> gpus = draw.nextDouble() < GPU_SHARE
                ? Collections.nCopies(1 << draw.nextInt(3), GPUS.get(draw.nextInt(GPUS.size())))
                : List.of();
        List<Place> places = Place.of(region);
        StringBuilder address = new StringBuilder(39).append(Integer.toHexString(0x400 + draw.nextInt(0x200)));
        for (int group = 1; group < 8; group++) {
            address.append(':').append(Integer.toHexString(1 + draw.nextInt(0xffff)));
        }
        return new Made(
                new NodeIdentity(nodeId, seed.key("node", nodeId)),
                nodeId + ".sim",
                address.toString(),
                VERSIONS[draw.nextInt(VERSIONS.length)],
                FIRST_BOOT + draw.nextInt(BOOT_SPAN_S),
                new Capacity(cores, ramGb, diskGb, gpus.size(), Capacity.slicesOf(ramGb), Capacity.UNSAID),
                gpus,
                places.get(draw.nextInt(places.size())).location());
    }
}
