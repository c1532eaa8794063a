package dev.pulse.marketplace.index.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.index.column.RowOrder;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** An order that is made at once, against one that grew. */
class HostnameSortTest {
    private static final int NODES = 1_500;

    private final Random random = new Random(11);
    private final Grids grids = new Grids(11);

    private void same(IntFunction<String> hostname) {
        NodeTable grown = new NodeTable();
        NodeTable loaded = new NodeTable();
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            NodeState state = NodeState.newBuilder(grids.state("node-%05d".formatted(i)))
                    .setHostname(hostname.apply(i))
                    .build();
            rows.add(new NodeRow(Entries.of(state).orElseThrow()));
        }
        rows.forEach(row -> grown.put(List.of(row)));
        loaded.load();
        loaded.put(rows);
        loaded.loaded();
        assertThat(walk(loaded.byHostname())).isEqualTo(walk(grown.byHostname()));
        // Both take changes alike.
        for (int i = 0; i < NODES; i++) {
            NodeState state = grids.state("node-%05d".formatted(random.nextInt(NODES)));
            NodeRow row = new NodeRow(Entries.of(state).orElseThrow());
            grown.put(List.of(row));
            loaded.put(List.of(row));
        }
        assertThat(walk(loaded.byHostname())).isEqualTo(walk(grown.byHostname()));
    }

    private static List<Integer> walk(RowOrder order) {
        List<Integer> rows = new ArrayList<>();
        RowOrder.Walk walk = order.first();
        for (int row = walk.next(); row >= 0; row = walk.next()) {
            rows.add(row);
        }
        return rows;
    }

    @Test
    void namesThatDifferLate() {
        same(i -> "a-rack-in-a-hall-%05d".formatted(i * 7_919 % NODES));
    }

    @Test
    void oneNameForAll() {
        same(i -> "localhost");
    }

    @Test
    void namesOfAllLengthsSomeOfThemOthersBeginnings() {
        same(i -> i % 9 == 0 ? null : "x".repeat(i % 40) + (i % 3 == 0 ? "" : Integer.toString(i % 50)));
    }

    @Test
    void namesWithBytesThatAreNegativeAndSuchThatAreNothing() {
        same(i -> "h" + "\u0000".repeat(i % 5) + (char) (0xe0 + i % 20) + "\uD83D\uDE00".repeat(i % 3));
    }

    @Test
    void noNameAtAll() {
        same(i -> null);
    }
}
