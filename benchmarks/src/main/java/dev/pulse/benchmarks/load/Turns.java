package dev.pulse.benchmarks.load;

/**
 * In which order the nodes of a fleet speak: each once in a round, and neighbours in time are strangers by name, so that
 * no store is read or written in the order of its keys. Every round has the same order, so each node keeps its pace.
 */
public final class Turns {
    /** A prime: with any number of nodes that it does not divide, its multiples meet every node once. */
    private static final long STRIDE = 1_299_709;

    private final int nodes;

    /** @param nodes size of the fleet, from 1 up to below the stride's square, and no multiple of it */
    public Turns(int nodes) {
        if (nodes < 1 || nodes % STRIDE == 0) {
            throw new IllegalArgumentException("a fleet of " + nodes + " nodes has no such order");
        }
        this.nodes = nodes;
    }

    /** Whose turn it is, 0 to {@code nodes - 1}. */
    public int node(long turn) {
        return (int) (turn % nodes * STRIDE % nodes);
    }

    /** How many turns that node has had before. */
    public int round(long turn) {
        return (int) (turn / nodes);
    }
}
