package dev.pulse.marketplace.index.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.index.node.Entries;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private static final int NAMES = 700;

    /** The table of ids grows, fills and has gaps closed. */
    @Test
    void aNodeIsFoundFromWhenItComesUntilItGoes() {
        Random random = new Random(5);
        Grids grids = new Grids(5);
        NodeTable table = new NodeTable();
        Set<String> there = new HashSet<>();
        for (int i = 0; i < 12_000; i++) {
            // Of ever more names, then of few again.
            int names = 1 + (i < 6_000 ? i : 12_000 - i) * NAMES / 6_000;
            String id = "n" + random.nextInt(names);
            if (random.nextInt(3) == 0) {
                table.remove(id);
                there.remove(id);
            } else {
                table.put(List.of(new NodeRow(Entries.of(grids.state(id)).orElseThrow())));
                there.add(id);
            }
            String other = "n" + random.nextInt(NAMES);
            int row = table.find(NodeTexts.ascii(other));
            assertThat(row >= 0).as(other).isEqualTo(there.contains(other));
            if (row >= 0) {
                assertThat(table.get(row).nodeId()).isEqualTo(other);
            }
            assertThat(table.size()).isEqualTo(there.size());
        }
        table.clear();
        assertThat(table.find(NodeTexts.ascii("n0"))).isEqualTo(-1);
    }
}
