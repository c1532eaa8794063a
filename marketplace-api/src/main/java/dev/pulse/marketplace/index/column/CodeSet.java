package dev.pulse.marketplace.index.column;

import java.util.BitSet;
import java.util.function.IntConsumer;

/** Codes of a {@link CodedColumn}. */
public final class CodeSet {
    private final long[] words;
    private int size;
    private int last = -1;

    CodeSet(int limit) {
        words = new long[limit + Long.SIZE >>> 6];
    }

    void add(int code) {
        if (!has(code)) {
            words[code >>> 6] |= 1L << code;
            size++;
            last = Math.max(last, code);
        }
    }

    /** Whether this code is one. */
    public boolean has(int code) {
        return code >>> 6 < words.length && (words[code >>> 6] & 1L << code) != 0;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The largest; -1 where there is none. */
    int last() {
        return last;
    }

    void forEach(IntConsumer call) {
        BitSet.valueOf(words).stream().forEach(call);
    }
}
