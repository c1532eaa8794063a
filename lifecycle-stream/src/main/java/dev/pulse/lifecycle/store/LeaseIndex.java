package dev.pulse.lifecycle.store;

import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;

/**
 * Where each node's newest lease stands. Nodes are numbered in the order in which they are added, and keep their number. A
 * hash table with open addressing gives a key's number, an array the number's place: four bytes at a load of three eighths
 * to three quarters, and eight. It holds no key: whoever asks compares with what stands at a place. Part of the hash is
 * kept with the place, so that this comparison is nearly always of the right one.
 */
final class LeaseIndex {
    private static final int OFFSET_BITS = 24;
    private static final int CHUNK_BITS = 28;
    private static final int TAG_BITS = 64 - OFFSET_BITS - CHUNK_BITS;
    private static final long PLACE = (1L << OFFSET_BITS + CHUNK_BITS) - 1;
    private static final int FIRST_CAPACITY = 64;

    private final LongToIntFunction hashAt;

    /** Numbers plus one, so that zero is an empty slot. */
    private int[] table = new int[FIRST_CAPACITY];

    /** By number: tag and place. */
    private long[] places = new long[FIRST_CAPACITY];

    private int size;

    /** @param hashAt the hash of the key that stands at a place */
    LeaseIndex(LongToIntFunction hashAt) {
        this.hashAt = hashAt;
    }

    /** A place: less than 2^28 chunks, offsets of less than 16 MiB. */
    static long place(int chunk, int offset) {
        return (long) chunk << OFFSET_BITS | offset;
    }

    static int chunk(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static int offset(long place) {
        return (int) place & (1 << OFFSET_BITS) - 1;
    }

    /** FNV-1a with a finish that spreads it: not Kafka's, by which the keys of one partition are alike. */
    static int hash(byte[] bytes, int from, int length) {
        int hash = 0x811c9dc5;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        return hash ^ hash >>> 13;
    }

    /** The number of the node with this hash whose place is the right one, or -1. */
    int find(int hash, LongPredicate right) {
        int mask = table.length - 1;
        for (int i = hash & mask; table[i] != 0; i = i + 1 & mask) {
            long tagged = places[table[i] - 1];
            if (tagged >>> Long.SIZE - TAG_BITS == tag(hash) && right.test(tagged & PLACE)) {
                return table[i] - 1;
            }
        }
        return -1;
    }

    /** Adds a node that has no number yet. */
    void add(int hash, long place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size + (size >> 1));
        }
        if (size + 1 > table.length / 4 * 3) {
            rehash();
        }
        places[size] = tag(hash) << Long.SIZE - TAG_BITS | place;
        enter(hash, ++size);
    }

    /** Where a number's lease stands from now on. */
    void move(int number, long place) {
        places[number] = places[number] & ~PLACE | place;
    }

    /** Where a number's lease stands. */
    long at(int number) {
        return places[number] & PLACE;
    }

    int size() {
        return size;
    }

    private void rehash() {
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            enter(hashAt.applyAsInt(at(number)), number + 1);
        }
    }

    private void enter(int hash, int entry) {
        int mask = table.length - 1;
        int i = hash & mask;
        while (table[i] != 0) {
            i = i + 1 & mask;
        }
        table[i] = entry;
    }

    /** The hash's upper bits: the lower ones choose the slot. */
    private static long tag(int hash) {
        return Integer.toUnsignedLong(hash) >>> Integer.SIZE - TAG_BITS;
    }
}
