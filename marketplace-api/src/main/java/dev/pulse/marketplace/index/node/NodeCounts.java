package dev.pulse.marketplace.index.node;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How many nodes there are, by region, liveness and lifecycle, all at one moment.
 *
 * @param cells the counts that are not 0
 */
public record NodeCounts(Map<Cell, Long> cells) {
    /** One combination. */
    public record Cell(String region, Liveness liveness, LifecycleState lifecycle) {}

    public NodeCounts {
        cells = Map.copyOf(cells);
    }

    /** Regions that have a node, in order. */
    public SortedSet<String> regions() {
        SortedSet<String> regions = new TreeSet<>();
        cells.keySet().forEach(cell -> regions.add(cell.region()));
        return regions;
    }

    /** Nodes of the cells that are asked for. */
    public long sum(Predicate<Cell> wanted) {
        return cells.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
