package dev.pulse.domain.json;

import java.util.Arrays;

/**
 * Where everything stands in a JSON document: {@link #STRIDE} ints for each value, in document order, and the unescaped
 * keys and the sorted orders that the source itself does not have.
 */
final class JsonTape {
    /** Ints on the tape for each value. */
    static final int STRIDE = 7;
    /** The flags below. What kind of value it is shows in its first byte. */
    static final int HEAD = 0;
    /** Where a member's key begins, behind its quote: in the source, or in the scratch if {@link #KEY_UNESCAPED}. */
    static final int KEY_START = 1;

    static final int KEY_END = 2;
    /** Span of the value in the source, quotes and brackets included. */
    static final int START = 3;

    static final int END = 4;
    /** Tape index behind the value's last descendant: its next sibling, if it has one. */
    static final int NEXT = 5;
    /** Position in {@link #order} of an unsorted object's list (count, then members in order), otherwise -1. */
    static final int ORDER = 6;

    /** The value's bytes are its canonical form. */
    static final int CLEAN = 1;
    /** The string has escapes. */
    static final int ESCAPED = 1 << 1;
    /** The key had escapes; its unescaped UTF-8 stands in the scratch. */
    static final int KEY_UNESCAPED = 1 << 2;

    private static final int INSERTION_LIMIT = 24;

    final byte[] source;
    int[] tape;
    int[] order = {};
    byte[] scratch = {};
    private int tapeSize;
    private int orderSize;
    private int scratchSize;

    /**
     * @param source the bytes of the document
     * @param length how many of them it has
     */
    JsonTape(byte[] source, int length) {
        this.source = source;
        // A typical member takes about 20 bytes; the tape grows where a document is denser.
        this.tape = new int[STRIDE * (length / 16 + 8)];
    }

    /** Appends a value whose place is not known yet and gives its index. */
    int add() {
        int node = tapeSize;
        tapeSize += STRIDE;
        if (tapeSize > tape.length) {
            tape = Arrays.copyOf(tape, Math.max(tapeSize, tape.length * 2));
        }
        tape[node + ORDER] = -1;
        return node;
    }

    /** Writes a value's place down once it and all its descendants have been read. */
    void close(int node, int start, int end, int flags) {
        tape[node + HEAD] |= flags;
        tape[node + START] = start;
        tape[node + END] = end;
        tape[node + NEXT] = tapeSize;
    }

    /** Writes a member's key down, which stands between two quotes of the source. */
    void key(int node, int start, int end, boolean escaped) {
        if (!escaped) {
            tape[node + KEY_START] = start;
            tape[node + KEY_END] = end;
            return;
        }
        if (scratch.length - scratchSize < end - start) {
            scratch = Arrays.copyOf(scratch, Math.max(scratchSize + end - start, scratch.length * 2));
        }
        tape[node + HEAD] = KEY_UNESCAPED;
        tape[node + KEY_START] = scratchSize;
        scratchSize = JsonText.unescape(source, start, end, scratch, scratchSize);
        tape[node + KEY_END] = scratchSize;
    }

    /** Order of two members' unescaped keys by UTF-8 bytes, which is their order by Unicode code point. */
    int compareKeys(int a, int b) {
        byte[] keysOfA = (tape[a + HEAD] & KEY_UNESCAPED) != 0 ? scratch : source;
        byte[] keysOfB = (tape[b + HEAD] & KEY_UNESCAPED) != 0 ? scratch : source;
        return Arrays.compareUnsigned(
                keysOfA, tape[a + KEY_START], tape[a + KEY_END], keysOfB, tape[b + KEY_START], tape[b + KEY_END]);
    }

    /**
     * Sorts an object's members and keeps their order.
     *
     * @return a member whose key has come before, or -1 when all keys differ
     */
    int sortMembers(int object, int members) {
        int[] list = new int[members];
        int child = object + STRIDE;
        for (int i = 0; i < members; i++) {
            list[i] = child;
            child = tape[child + NEXT];
        }
        mergeSort(list, members <= INSERTION_LIMIT ? list : new int[members], 0, members);
        for (int i = 1; i < members; i++) {
            if (compareKeys(list[i - 1], list[i]) == 0) {
                return Math.max(list[i - 1], list[i]);
            }
        }
        if (order.length - orderSize <= members) {
            order = Arrays.copyOf(order, Math.max(orderSize + members + 1, order.length * 2));
        }
        tape[object + ORDER] = orderSize;
        order[orderSize] = members;
        System.arraycopy(list, 0, order, orderSize + 1, members);
        orderSize += members + 1;
        return -1;
    }

    /** Merge sort, insertion sort for short runs: n log n comparisons whatever the input. */
    private void mergeSort(int[] list, int[] buffer, int from, int to) {
        if (to - from <= INSERTION_LIMIT) {
            for (int i = from + 1; i < to; i++) {
                int moved = list[i];
                int at = i;
                while (at > from && compareKeys(list[at - 1], moved) > 0) {
                    list[at] = list[at - 1];
                    at--;
                }
                list[at] = moved;
            }
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(list, buffer, from, middle);
        mergeSort(list, buffer, middle, to);
        System.arraycopy(list, from, buffer, from, to - from);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right >= to || left < middle && compareKeys(buffer[left], buffer[right]) <= 0;
            list[i] = takeLeft ? buffer[left++] : buffer[right++];
        }
    }
}
