package dev.pulse.lifecycle.store;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;

/**
 * Where each node's newest lease stands: a hash table of places with open addressing, eight bytes each at a load of a half
 * to three quarters of that. It holds no key: whoever asks compares with what stands at a place. Part of the hash is kept
 * with the place, so that this comparison is nearly always of the right one.
 */
final class LeaseIndex {
    private static final int OFFSET_BITS = 24;
    private static final int CHUNK_BITS = 28;
    private static final int TAG_BITS = 64 - OFFSET_BITS - CHUNK_BITS;
    private static final long PLACE = (1L << OFFSET_BITS + CHUNK_BITS) - 1;
    private static final int FIRST_CAPACITY = 64;

    private final LongToIntFunction hashAt;

    /** Tag and place plus one chunk, so that zero is an empty slot. */
    private long[] slots = new long[FIRST_CAPACITY];

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

    /** The place with this hash that is the right one, or -1. */
    long find(int hash, LongPredicate right) {
        int mask = slots.length - 1;
        for (int i = hash & mask; slots[i] != 0; i = i + 1 & mask) {
            if (tag(slots[i]) == tag(hash)) {
                long place = place(slots[i]);
                if (right.test(place)) {
                    return place;
                }
            }
        }
        return -1;
    }

    /** Puts a place in, instead of the one before where that is not negative. */
    void put(int hash, long before, long place) {
        if (before < 0 && ++size > slots.length / 4 * 3) {
            rehash();
        }
        int mask = slots.length - 1;
        int i = hash & mask;
        while (slots[i] != 0 && (before < 0 || place(slots[i]) != before)) {
            i = i + 1 & mask;
        }
        slots[i] = slot(hash, place);
    }

    void forEach(LongConsumer each) {
        for (long slot : slots) {
            if (slot != 0) {
                each.accept(place(slot));
            }
        }
    }

    int size() {
        return size;
    }

    private void rehash() {
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long slot : old) {
            if (slot != 0) {
                int hash = hashAt.applyAsInt(place(slot));
                int i = hash & mask;
                while (slots[i] != 0) {
                    i = i + 1 & mask;
                }
                slots[i] = slot;
            }
        }
    }

    private static long slot(int hash, long place) {
        return (long) tag(hash) << OFFSET_BITS + CHUNK_BITS | place + (1L << OFFSET_BITS);
    }

    private static long place(long slot) {
        return (slot & PLACE) - (1L << OFFSET_BITS);
    }

    /** The hash's upper bits: the lower ones choose the slot. */
    private static int tag(int hash) {
        return hash >>> 32 - TAG_BITS;
    }

    private static int tag(long slot) {
        return (int) (slot >>> OFFSET_BITS + CHUNK_BITS);
    }
}
