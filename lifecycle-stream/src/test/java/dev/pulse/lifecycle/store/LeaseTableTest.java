package dev.pulse.lifecycle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Phase;
import dev.pulse.domain.node.LifecycleState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTableTest {
    /** A log as a changelog is: what was written last under each id. Its bytes are copies, so that nothing is shared. */
    private final Map<Integer, byte[]> log = new TreeMap<>();

    private long written;

    private void write(int id, byte[] bytes) {
        log.put(id, bytes.clone());
        written += bytes.length;
    }

    private LeaseTable empty() {
        return new LeaseTable(this::write);
    }

    private LeaseTable reread() {
        return new LeaseTable(log, this::write);
    }

    private static Lease lease(long number) {
        return new Lease(
                new Lease.Evidence(1_790_000_000L + number, number * 31, 1_790_000_000_123L, false, 3, number),
                number,
                new Lease.Standing(Phase.ON_TIME, LifecycleState.DISCOVERED, 1, 1_790_000_000_000L, 5, 0, 0),
                new Counts(number, 0, 0),
                "eu",
                1_790_000_000_000L,
                5,
                number,
                number,
                -number);
    }

    private static Map<String, Lease> content(LeaseTable table) {
        Map<String, Lease> all = new HashMap<>();
        table.forEach((number, lease) ->
                assertThat(all.put(table.nodeId(number), lease)).isNull());
        return all;
    }

    @Test
    void what_was_put_is_found_before_and_after_it_is_sealed() {
        LeaseTable table = empty();
        assertThat(table.get("node-1")).isNull();
        table.put("node-1", lease(1));
        assertThat(table.get("node-1")).isEqualTo(lease(1));
        table.put("node-1", lease(2));
        table.seal();
        assertThat(table.get("node-1")).isEqualTo(lease(2));
        assertThat(table.get("node-10")).isNull();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void nodes_keep_their_numbers_whatever_is_put_and_moved() {
        LeaseTable table = empty();
        for (int i = 0; i < 5_000; i++) {
            table.put("node-" + i, lease(i));
        }
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            table.put("node-" + random.nextInt(2_000), lease(i));
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(table.number("node-" + i)).isEqualTo(i);
            assertThat(table.nodeId(i)).isEqualTo("node-" + i);
            assertThat(table.get(i)).isEqualTo(table.get("node-" + i));
        }
        assertThat(table.number("node-5000")).isEqualTo(-1);
        assertThatThrownBy(() -> table.nodeId(5_000)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.get(5_000)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nothing_is_written_before_it_is_sealed_and_then_once() {
        LeaseTable table = empty();
        table.put("node-1", lease(1));
        assertThat(log).isEmpty();
        table.seal();
        assertThat(log).hasSize(1);
        long once = written;
        table.seal();
        assertThat(written).isEqualTo(once);
    }

    @Test
    void many_nodes_between_two_commits_are_few_records() {
        LeaseTable table = empty();
        for (int i = 0; i < 10_000; i++) {
            table.put("node-" + i, lease(i));
        }
        table.seal();
        assertThat(log).hasSizeLessThan(10_000 / 100);
        assertThat(table.size()).isEqualTo(10_000);
        assertThat(content(reread()).equals(content(table))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 1", "2, 3000, 7", "3, 3000, 500", "4, 20000, 3000"})
    void it_is_a_map_that_its_log_brings_back_at_every_commit(long seed, int nodes, int perCommit) {
        Random random = new Random(seed);
        Map<String, Lease> expected = new HashMap<>();
        LeaseTable table = empty();
        for (int round = 0; round < 60; round++) {
            for (int commit = 0; commit < 10; commit++) {
                for (int i = random.nextInt(perCommit + 1); i > 0; i--) {
                    String node = "node-" + (int) Math.abs(random.nextGaussian() * nodes / 3);
                    Lease lease = lease(random.nextInt(1_000_000));
                    expected.put(node, lease);
                    table.put(node, lease);
                    assertThat(table.get(node)).isEqualTo(lease);
                }
                table.seal();
            }
            assertThat(content(table).equals(expected)).isTrue();
            LeaseTable again = reread();
            assertThat(content(again).equals(expected)).isTrue();
            assertThat(again.aliveBytes()).isEqualTo(table.aliveBytes());
            if (random.nextInt(4) == 0) {
                table = again;
            }
        }
    }

    @Test
    void what_was_not_sealed_is_as_if_it_had_not_been() {
        LeaseTable table = empty();
        for (int i = 0; i < 1_000; i++) {
            table.put("node-" + i, lease(i));
        }
        table.seal();
        Map<String, Lease> committed = content(table);
        for (int i = 0; i < 50; i++) {
            table.put("node-" + i, lease(7_000 + i));
        }
        assertThat(content(reread()).equals(committed)).isTrue();
    }

    @Test
    void outdated_leases_are_tidied_away_and_those_of_silent_nodes_stay() {
        LeaseTable table = empty();
        for (int i = 0; i < 5_000; i++) {
            table.put("node-" + i, lease(i));
            if (i % 10 == 0) {
                table.seal();
            }
        }
        for (int round = 1; round <= 200; round++) {
            for (int i = 0; i < 4_000; i++) {
                table.put("node-" + i, lease(round * 10_000L + i));
                if (i % 97 == 0) {
                    table.seal();
                }
            }
            assertThat(table.bytes()).isLessThan(3 * table.aliveBytes() + 8 * LeaseTable.CHUNK_BYTES);
        }
        assertThat(log.values().stream().mapToLong(bytes -> bytes.length).sum())
                .as("bytes in the log, compacted")
                .isLessThan(3 * table.aliveBytes() + 8 * LeaseTable.CHUNK_BYTES);
        assertThat(written)
                .as("bytes written for 800,000 changes of 80 bytes each")
                .isLessThan(2 * 800_000L * 90);
        assertThat(log.values()).allSatisfy(bytes -> assertThat(bytes).hasSizeLessThan(2 * LeaseTable.CHUNK_BYTES));
        table.seal();
        LeaseTable again = reread();
        assertThat(again.get("node-4999")).isEqualTo(lease(4_999));
        assertThat(again.get("node-7")).isEqualTo(lease(2_000_007));
        assertThat(content(again).equals(content(table))).isTrue();
    }

    @Test
    void a_log_that_something_else_wrote_is_refused() {
        LeaseTable table = empty();
        table.put("node-1", lease(1));
        table.seal();
        byte[] good = log.get(0);
        byte[] version = good.clone();
        version[0] = 9;
        byte[] cut = Arrays.copyOf(good, good.length - 10);
        for (byte[] bad : new byte[][] {{}, {1}, version, cut}) {
            assertThatThrownBy(() -> new LeaseTable(Map.of(0, bad), (id, bytes) -> {}))
                    .isInstanceOf(SerializationException.class);
        }
    }
}
