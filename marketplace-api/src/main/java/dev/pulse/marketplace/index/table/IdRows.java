package dev.pulse.marketplace.index.table;

import dev.pulse.domain.limit.KeyHash;

/**
 * Rows by node id, in an open table of some five bytes a node: a change is at its row after two cache misses, where the order of ids
 * takes twenty. Nodes choose their ids, so the hash has a secret.
 */
final class IdRows {
    private static final int FIRST_SLOTS = 64;
    /** Slots of ten that are taken at most. */
    private static final int MOST_OF_TEN = 8;

    private static final int NONE = 0;

    private final NodeTexts texts;
    private final KeyHash hash;
    /** A row plus one, or none; linear probing. */
    private int[] slots = new int[FIRST_SLOTS];

    private int size;

    IdRows(NodeTexts texts, KeyHash hash) {
        this.texts = texts;
        this.hash = hash;
    }

    private int home(byte[] id, int length) {
        return (int) Math.unsignedMultiplyHigh(hash.of(id), length);
    }

    private static int after(int slot, int length) {
        return slot + 1 == length ? 0 : slot + 1;
    }

    /** The row of a node, or -1. */
    int find(byte[] id) {
        int slot = home(id, slots.length);
        while (slots[slot] != NONE) {
            if (texts.compareId(slots[slot] - 1, id) == 0) {
                return slots[slot] - 1;
            }
            slot = after(slot, slots.length);
        }
        return -1;
    }

    /** A node that has none gets a row. */
    void add(int row, byte[] id) {
        if ((long) (size + 1) * 10 > (long) slots.length * MOST_OF_TEN) {
            grow();
        }
        put(slots, row, id);
        size++;
    }

    private void put(int[] into, int row, byte[] id) {
        int slot = home(id, into.length);
        while (into[slot] != NONE) {
            slot = after(slot, into.length);
        }
        into[slot] = row + 1;
    }

    private void grow() {
        // By a quarter, so that little of it is empty.
        int[] larger = new int[slots.length + (slots.length >> 2)];
        for (int taken : slots) {
            if (taken != NONE) {
                put(larger, taken - 1, texts.id(taken - 1));
            }
        }
        slots = larger;
    }

    /** A node loses its row, whose texts must still be there. */
    void remove(int row, byte[] id) {
        int slot = home(id, slots.length);
        while (slots[slot] != row + 1) {
            slot = after(slot, slots.length);
        }
        // Those behind it that would not be found over the gap move up.
        int gap = slot;
        slots[gap] = NONE;
        for (int next = after(gap, slots.length); slots[next] != NONE; next = after(next, slots.length)) {
            int home = home(texts.id(slots[next] - 1), slots.length);
            boolean reachable = gap <= next ? home > gap && home <= next : home > gap || home <= next;
            if (!reachable) {
                slots[gap] = slots[next];
                slots[next] = NONE;
                gap = next;
            }
        }
        size--;
    }

    /** Takes these rows, in the place of all that are in: each once, at the cost of one cache miss. */
    void fill(int[] rows) {
        slots = new int[(int) Math.max(FIRST_SLOTS, rows.length * 10L / MOST_OF_TEN + 1)];
        for (int row : rows) {
            put(slots, row, texts.id(row));
        }
        size = rows.length;
    }

    /** Forgets all. */
    void clear() {
        slots = new int[FIRST_SLOTS];
        size = 0;
    }
}
