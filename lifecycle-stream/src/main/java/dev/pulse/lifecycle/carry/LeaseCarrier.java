package dev.pulse.lifecycle.carry;

import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.JoinedClock;
import dev.pulse.lifecycle.store.ClockCodec;
import dev.pulse.lifecycle.store.LeaseTable;
import dev.pulse.lifecycle.topology.Names;
import dev.pulse.schemas.topic.NodePartition;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/**
 * Leases and clocks of one generation, given out to the partitions of the next one. All other stores have a record for
 * each key and go where the key goes; a lease stands in a chunk with others, and is written in its partition's observed
 * time, so each goes by the clock of the partition it comes to.
 *
 * <p>It is fed with the changelogs from their beginning to their end, and then writes what the new ones are to hold. It
 * keeps all leases in memory, some 200 bytes for each node. What it writes follows from what it read alone, so that it may
 * be done again, over what an earlier run left.
 */
public final class LeaseCarrier {
    /** Takes a record of a new changelog. */
    @FunctionalInterface
    public interface Sink {
        /** Writes a record behind all that it was given for this partition before. */
        void write(String store, int partition, byte[] key, byte[] value);
    }

    private final int from;
    private final int to;
    private final Map<Integer, Map<Integer, byte[]>> chunks = new HashMap<>();
    private final Map<Integer, ClockState> clocks = new HashMap<>();

    /**
     * A carrier that has read nothing.
     *
     * @param from partitions there are, 1 or more
     * @param to partitions there will be, 1 or more
     */
    public LeaseCarrier(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Takes a record of the changelog of {@link Names#LEASES}. */
    public void chunk(int partition, byte[] key, byte[] value) {
        Map<Integer, byte[]> of = chunks.computeIfAbsent(partition, first -> new HashMap<>());
        try (IntegerDeserializer ids = new IntegerDeserializer()) {
            Integer id = ids.deserialize(null, key);
            if (value == null) {
                of.remove(id);
            } else {
                of.put(id, value);
            }
        }
    }

    /** Takes a record of the changelog of {@link Names#CLOCK}. */
    public void clock(int partition, byte[] value) {
        try (ClockCodec codec = new ClockCodec()) {
            clocks.put(partition, value == null ? null : codec.deserializer().deserialize(null, value));
        }
    }

    /** Writes everything, and has nothing left. */
    public void carry(Sink sink) {
        List<List<Integer>> sources =
                IntStream.range(0, to).mapToObj(this::sources).toList();
        List<JoinedClock> joined =
                sources.stream().map(of -> JoinedClock.of(clocksOf(of))).toList();
        List<LeaseTable> tables = new ArrayList<>();
        for (int partition = 0; partition < to; partition++) {
            int target = partition;
            clock(joined.get(partition).state(), target, sink);
            tables.add(new LeaseTable((id, bytes) -> sink.write(Names.LEASES, target, key(id), bytes)));
        }
        for (int partition = 0; partition < from; partition++) {
            Map<Integer, byte[]> log = chunks.remove(partition);
            if (log != null) {
                giveOut(partition, log, sources, joined, tables);
            }
        }
        tables.forEach(LeaseTable::seal);
    }

    private void giveOut(
            int partition,
            Map<Integer, byte[]> log,
            List<List<Integer>> sources,
            List<JoinedClock> joined,
            List<LeaseTable> tables) {
        LeaseTable table = new LeaseTable(log, (id, bytes) -> {
            throw new IllegalStateException("nothing is put into the leases that are carried over");
        });
        table.forEach((number, lease) -> {
            String nodeId = table.nodeId(number);
            int target = NodePartition.of(nodeId, to);
            long shift = joined.get(target).shifts().get(sources.get(target).indexOf(partition));
            tables.get(target).put(nodeId, lease.shifted(shift));
        });
    }

    /** The partitions whose keys may come to this one: those with the same remainder by what both counts have in common. */
    private List<Integer> sources(int target) {
        int common = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        return IntStream.range(0, from)
                .filter(partition -> partition % common == target % common)
                .boxed()
                .toList();
    }

    private List<ClockState> clocksOf(List<Integer> partitions) {
        List<ClockState> all = new ArrayList<>();
        partitions.forEach(partition -> all.add(clocks.get(partition)));
        return all;
    }

    private static void clock(ClockState state, int partition, Sink sink) {
        if (state != null) {
            try (ClockCodec codec = new ClockCodec()) {
                sink.write(
                        Names.CLOCK,
                        partition,
                        Names.CLOCK_KEY.getBytes(StandardCharsets.UTF_8),
                        codec.serializer().serialize(null, state));
            }
        }
    }

    private static byte[] key(int id) {
        try (IntegerSerializer ids = new IntegerSerializer()) {
            return ids.serialize(null, id);
        }
    }
}
