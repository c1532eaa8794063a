package dev.pulse.marketplace.index.uptime;

import dev.pulse.marketplace.index.column.BitColumn;
import dev.pulse.marketplace.index.column.ByteColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The marks of the rows that have some. Transitions may be read before the node's state, so marks of a node without a row wait for
 * it, or for it to come back. For one thread that writes while nobody reads.
 */
public final class MarkRows {
    private final ByteColumn bytes = new ByteColumn();
    private final BitColumn marked = new BitColumn();
    private final Map<String, byte[]> waiting = new HashMap<>();

    /** A node gets a row. */
    public void add(int row, String nodeId) {
        byte[] found = waiting.isEmpty() ? null : waiting.remove(nodeId);
        if (found != null) {
            put(row, found);
        }
    }

    /** A node leaves its row. */
    public void remove(int row, String nodeId) {
        byte[] found = get(row);
        if (found != null) {
            waiting.put(nodeId, found);
            put(row, null);
        }
    }

    /**
     * Gives a node its marks, or takes them.
     *
     * @param row -1 for a node that has none
     */
    public void set(int row, String nodeId, byte[] marks) {
        if (row >= 0) {
            put(row, marks);
        } else if (marks == null) {
            waiting.remove(nodeId);
        } else {
            waiting.put(nodeId, marks);
        }
    }

    /** The marks of a node, or null. */
    public byte[] get(int row, String nodeId) {
        return row < 0 ? waiting.get(nodeId) : get(row);
    }

    private byte[] get(int row) {
        if (!marked.get(row)) {
            return null;
        }
        int start = bytes.start(row);
        return Arrays.copyOfRange(bytes.array(row), start, start + bytes.length(row));
    }

    private void put(int row, byte[] marks) {
        boolean has = marked.get(row);
        if (marks == null) {
            if (has) {
                bytes.remove(row);
            }
        } else if (has) {
            bytes.change(row, marks);
        } else {
            bytes.add(row, marks);
        }
        marked.set(row, marks != null);
    }

    /** Whether a row has any. */
    public boolean has(int row) {
        return marked.get(row);
    }

    void read(int row, MarkReader reader) {
        reader.begin(bytes.array(row), bytes.start(row), bytes.length(row));
    }

    /** Forgets all rows; what waits for its node goes on waiting. */
    public void clear() {
        bytes.clear();
        marked.clear();
    }
}
