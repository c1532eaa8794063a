package dev.pulse.domain.curve;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of keys, up to a bound of memory: {@link Equation#PARTS} points, 256 bytes, for each key, and 8 for its place in
 * the index. Where all is taken, a new key takes the place of one drawn at random: nodes come round in the same order every
 * minute, and throwing out the oldest would always throw out the next one wanted.
 *
 * <p>Memory is taken as keys come, in pieces. Not safe for several threads.
 */
final class KeyTable {
    /** Words of a key's points. */
    static final int WORDS = Equation.PARTS * Points.WORDS;
    /** Bytes of a key with its share of the index. */
    static final int BYTES_PER_KEY = 8 * WORDS + 8;

    private static final int PIECE = 256;
    /** Places of a bucket of the index, and how many of them are taken on average when the table is full. */
    private static final int WAYS = 8;

    private static final int TAKEN = 4;

    private final List<long[]> pieces = new ArrayList<>();
    private final int capacity;
    /** Slot number plus one, 0 where there is none. */
    private final int[] index;

    private final long seed;
    private long random;
    private int size;

    /**
     * @param capacity most keys, at least 1
     * @param seed of the index and of what is thrown out: unknown to those who choose keys
     */
    KeyTable(int capacity, long seed) {
        this.capacity = capacity;
        this.index = new int[Math.max(1, (capacity + TAKEN - 1) / TAKEN) * WAYS];
        this.seed = seed;
        this.random = seed | 1;
    }

    /**
     * Looks a key up.
     *
     * @param key its encoding as four words
     * @return whether it was there, and its points were copied
     */
    boolean find(long[] key, long[] points) {
        int bucket = bucket(key);
        for (int i = bucket; i < bucket + WAYS; i++) {
            int slot = index[i] - 1;
            if (slot >= 0 && isOf(key, slot)) {
                System.arraycopy(piece(slot), offset(slot), points, 0, WORDS);
                return true;
            }
        }
        return false;
    }

    /** Keeps a key's points, unless it is there already. */
    void put(long[] key, long[] points) {
        int bucket = bucket(key);
        int free = -1;
        for (int i = bucket; i < bucket + WAYS; i++) {
            int slot = index[i] - 1;
            if (slot < 0) {
                free = i;
            } else if (isOf(key, slot)) {
                return;
            }
        }
        int slot;
        if (free < 0) {
            // The bucket is full: the new key takes a place and a slot of it.
            free = bucket + next(WAYS);
            slot = index[free] - 1;
        } else if (size < capacity) {
            slot = size++;
            if (slot % PIECE == 0) {
                pieces.add(new long[Math.min(PIECE, capacity - slot) * WORDS]);
            }
        } else {
            slot = next(capacity);
            forget(slot);
        }
        System.arraycopy(points, 0, piece(slot), offset(slot), WORDS);
        index[free] = slot + 1;
    }

    int size() {
        return size;
    }

    /** Whether a new key costs another one its place. */
    boolean isFull() {
        return size == capacity;
    }

    private void forget(int slot) {
        long[] key = new long[Field.WORDS];
        System.arraycopy(piece(slot), offset(slot) + Field.WORDS, key, 0, Field.WORDS);
        key[Field.WORDS - 1] |= sign(slot);
        int bucket = bucket(key);
        for (int i = bucket; i < bucket + WAYS; i++) {
            if (index[i] == slot + 1) {
                index[i] = 0;
            }
        }
    }

    /** The first point is the key's, negated: y is in the encoding, and its sign is the other parity. */
    private boolean isOf(long[] key, int slot) {
        int y = offset(slot) + Field.WORDS;
        long[] piece = piece(slot);
        return piece[y] == key[0]
                && piece[y + 1] == key[1]
                && piece[y + 2] == key[2]
                && (piece[y + 3] | sign(slot)) == key[3];
    }

    private long sign(int slot) {
        return ~piece(slot)[offset(slot)] << 63;
    }

    private long[] piece(int slot) {
        return pieces.get(slot / PIECE);
    }

    private static int offset(int slot) {
        return slot % PIECE * WORDS;
    }

    private int bucket(long[] key) {
        long hash = seed;
        for (long word : key) {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return (int) Long.remainderUnsigned(hash, index.length / WAYS) * WAYS;
    }

    /** xorshift (Marsaglia, 2003): even enough for what is thrown out. */
    private int next(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) Long.remainderUnsigned(random, bound);
    }
}
