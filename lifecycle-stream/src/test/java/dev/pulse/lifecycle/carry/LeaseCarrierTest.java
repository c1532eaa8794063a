package dev.pulse.lifecycle.carry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.lifecycle.store.ClockCodec;
import dev.pulse.lifecycle.store.LeaseTable;
import dev.pulse.lifecycle.topology.Names;
import dev.pulse.schemas.topic.NodePartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseCarrierTest {
    private static final int NODES = 1_000;
    private static final long END = 100_000;

    /** What the changelogs hold: for each store, partition and key the newest value. */
    private static final class Changelogs implements LeaseCarrier.Sink {
        private final Map<String, Map<Integer, Map<ByteBuffer, byte[]>>> stores = new HashMap<>();
        private int writes;

        @Override
        public void write(String store, int partition, byte[] key, byte[] value) {
            writes++;
            of(store, partition).put(ByteBuffer.wrap(key), value);
        }

        Map<ByteBuffer, byte[]> of(String store, int partition) {
            return stores.computeIfAbsent(store, s -> new TreeMap<>()).computeIfAbsent(partition, p -> new HashMap<>());
        }

        LeaseTable leases(int partition) {
            Map<Integer, byte[]> chunks = new HashMap<>();
            of(Names.LEASES, partition).forEach((key, value) -> chunks.put(key.getInt(0), value));
            return new LeaseTable(chunks, (id, bytes) -> {});
        }

        ClockState clock(int partition) {
            try (ClockCodec codec = new ClockCodec()) {
                return of(Names.CLOCK, partition).values().stream()
                        .map(value -> codec.deserializer().deserialize(null, value))
                        .findFirst()
                        .orElse(null);
            }
        }

        void feed(LeaseCarrier carrier, int partitions) {
            for (int partition = 0; partition < partitions; partition++) {
                int at = partition;
                of(Names.LEASES, at).forEach((key, value) -> carrier.chunk(at, bytes(key), value));
                of(Names.CLOCK, at).forEach((key, value) -> carrier.clock(at, value));
            }
        }
    }

    private static byte[] bytes(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    private static String node(int i) {
        return "node-" + i;
    }

    /** Each partition was first ticked into at another time, so none has the observed time of another. */
    private static Changelogs grid(int partitions) {
        Changelogs logs = new Changelogs();
        try (ClockCodec codec = new ClockCodec()) {
            for (int partition = 0; partition < partitions; partition++) {
                int at = partition;
                ObservedClock clock = new ObservedClock(10_000);
                for (long time = 1_000L * partition; time <= END; time += 1_000) {
                    clock.tick("ingest", time);
                }
                logs.write(
                        Names.CLOCK,
                        at,
                        "observed".getBytes(StandardCharsets.UTF_8),
                        codec.serializer().serialize(null, clock.state()));
                LeaseTable table = new LeaseTable((id, bytes) -> logs.write(
                        Names.LEASES, at, ByteBuffer.allocate(4).putInt(id).array(), bytes));
                for (int i = 0; i < NODES; i++) {
                    if (NodePartition.of(node(i), partitions) == at) {
                        table.put(node(i), LivenessRule.expected(i, clock.observed() - i));
                    }
                }
                table.seal();
            }
        }
        return logs;
    }

    @ParameterizedTest
    @CsvSource({"8, 32", "32, 8", "8, 12", "3, 4", "1, 5", "5, 1"})
    void everyNodeIsWhereItsRecordsGoAndIsAsSilentAsItWas(int from, int to) {
        LeaseCarrier carrier = new LeaseCarrier(from, to);
        grid(from).feed(carrier, from);
        Changelogs carried = new Changelogs();
        carrier.carry(carried);

        int found = 0;
        for (int partition = 0; partition < to; partition++) {
            LeaseTable table = carried.leases(partition);
            found += table.size();
            ClockState clock = carried.clock(partition);
            assertThat(clock.leader()).isEqualTo("ingest");
            assertThat(clock.leaderAt()).isEqualTo(END);
            for (int i = 0; i < NODES; i++) {
                Lease lease = table.get(node(i));
                assertThat(lease != null)
                        .as("%s in partition %d", node(i), partition)
                        .isEqualTo(NodePartition.of(node(i), to) == partition);
                if (lease != null) {
                    assertThat(clock.observed() - lease.heard()).isEqualTo(i);
                    assertThat(clock.observed() - lease.published()).isEqualTo(i);
                }
            }
        }
        assertThat(found).isEqualTo(NODES);
    }

    @ParameterizedTest
    @CsvSource({"8, 32", "32, 8"})
    void aRunThatWasCutShortAndDoneAgainLeavesTheSame(int from, int to) {
        LeaseCarrier first = new LeaseCarrier(from, to);
        grid(from).feed(first, from);
        Changelogs whole = new Changelogs();
        first.carry(whole);

        // Another run got somewhere in between before it was killed.
        Changelogs twice = new Changelogs();
        LeaseCarrier killed = new LeaseCarrier(from, to);
        grid(from).feed(killed, from);
        int half = whole.writes / 2;
        killed.carry((store, partition, key, value) -> {
            if (twice.writes < half) {
                twice.write(store, partition, key, value);
            }
        });
        LeaseCarrier again = new LeaseCarrier(from, to);
        grid(from).feed(again, from);
        again.carry(twice);
        for (int partition = 0; partition < to; partition++) {
            LeaseTable expected = whole.leases(partition);
            LeaseTable found = twice.leases(partition);
            assertThat(found.size()).isEqualTo(expected.size());
            expected.forEach((number, lease) ->
                    assertThat(found.get(expected.nodeId(number))).isEqualTo(lease));
            assertThat(twice.clock(partition)).isEqualTo(whole.clock(partition));
        }
    }
}
