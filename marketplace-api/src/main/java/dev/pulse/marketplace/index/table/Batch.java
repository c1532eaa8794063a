package dev.pulse.marketplace.index.table;

import java.util.List;

/** Some nodes, each once, and the rows that they are put into. */
final class Batch {
    private final NodeRow[] nodes;
    private final int[] rows;
    private final boolean[] fresh;

    Batch(List<NodeRow> nodes) {
        this.nodes = nodes.toArray(NodeRow[]::new);
        this.rows = new int[this.nodes.length];
        this.fresh = new boolean[this.nodes.length];
    }

    int size() {
        return nodes.length;
    }

    NodeRow node(int i) {
        return nodes[i];
    }

    /** Where a node goes. */
    void place(int i, int row, boolean isFresh) {
        rows[i] = row;
        fresh[i] = isFresh;
    }

    int row(int i) {
        return rows[i];
    }

    /** Whether the row had no node. */
    boolean isFresh(int i) {
        return fresh[i];
    }

    /** All rows, in the order of their nodes. Not to be changed. */
    int[] rows() {
        return rows;
    }
}
