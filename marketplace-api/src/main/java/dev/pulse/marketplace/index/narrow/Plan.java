package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.table.NodeTable;
import java.util.Comparator;
import java.util.List;

/** A filter made ready for the columns of one moment: the cheap conditions first, each over what the ones before it left. */
public final class Plan {
    private final NodeTable table;
    private final List<Narrowing> narrowings;

    /** The plan of a filter, good for as long as the table does not change. */
    public Plan(NodeFilter filter, NodeTable table) {
        this.table = table;
        this.narrowings = filter.conditions().stream()
                .map(condition -> Narrowing.of(condition, table))
                .sorted(Comparator.comparingInt(Narrowing::cost))
                .toList();
    }

    /** Whether a row that has a node matches. */
    public boolean test(int row) {
        for (Narrowing narrowing : narrowings) {
            if (!narrowing.test(row)) {
                return false;
            }
        }
        return true;
    }

    /** All rows that match. */
    public Matches evaluate() {
        Matches all = new Matches(table.segments());
        for (int segment = 0; segment < all.segments(); segment++) {
            int at = segment * Segments.WORDS;
            table.live().addTo(segment, all.words(), at);
            for (Narrowing narrowing : narrowings) {
                if (isEmpty(all.words(), at)) {
                    break;
                }
                narrowing.narrow(segment, all.words(), at);
            }
        }
        return all;
    }

    private static boolean isEmpty(long[] words, int at) {
        long any = 0;
        for (int word = at; word < at + Segments.WORDS; word++) {
            any |= words[word];
        }
        return any == 0;
    }
}
