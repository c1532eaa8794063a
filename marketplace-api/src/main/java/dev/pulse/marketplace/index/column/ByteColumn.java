package dev.pulse.marketplace.index.column;

import java.util.Arrays;

/**
 * Some bytes for each row, in one array for each segment: a length (one byte, or two from 128 on) and then they. Bytes that
 * change are written behind the others; once a quarter of an array is outdated, it is written anew.
 */
public final class ByteColumn {
    /** The most bytes that a row may have. */
    public static final int MAX_LENGTH = 1 << 14;

    private static final int LONG_LENGTH = 0x80;
    private static final int LEAST_WASTE = 4096;
    /** Nothing is at 0, which is the place of rows that have nothing. */
    private static final int FIRST = 1;

    private final PackedColumn places = new PackedColumn();
    private byte[][] arrays = new byte[0][];
    private int[] ends = new int[0];
    private int[] wasted = new int[0];

    /** Gives a new row its bytes. */
    public void add(int row, byte[] from) {
        int segment = Segments.of(row);
        if (segment >= arrays.length) {
            int room = Math.max(segment + 1, arrays.length + (arrays.length >> 1));
            arrays = Arrays.copyOf(arrays, room);
            ends = Arrays.copyOf(ends, room);
            wasted = Arrays.copyOf(wasted, room);
        }
        if (arrays[segment] == null) {
            arrays[segment] = new byte[LEAST_WASTE];
            ends[segment] = FIRST;
            // The first number of a segment is that of all its rows: none of them has bytes yet.
            places.set(row, 0);
        }
        append(row, segment, from);
    }

    /** Gives a row that has bytes others. */
    public void change(int row, byte[] from) {
        int segment = Segments.of(row);
        byte[] array = arrays[segment];
        int start = start(row);
        int before = length(row);
        if (Arrays.equals(array, start, start + before, from, 0, from.length)) {
            return;
        }
        if (before == from.length) {
            System.arraycopy(from, 0, array, start, before);
            return;
        }
        remove(row);
        append(row, segment, from);
    }

    /** Takes the bytes of a row that goes. */
    public void remove(int row) {
        int segment = Segments.of(row);
        int length = length(row);
        wasted[segment] += length + head(length);
        places.set(row, 0);
        if (wasted[segment] > Math.max(LEAST_WASTE, ends[segment] >> 2)) {
            compact(segment);
        }
    }

    private void append(int row, int segment, byte[] from) {
        if (from.length > MAX_LENGTH) {
            throw new IllegalArgumentException(from.length + " bytes are more than a row may have");
        }
        int end = ends[segment];
        int wanted = end + head(from.length) + from.length;
        if (wanted > arrays[segment].length) {
            // By an eighth: a segment that is full has little to spare, and each byte is copied some eight times.
            arrays[segment] = Arrays.copyOf(arrays[segment], Math.max(wanted, end + (end >> 3) + LEAST_WASTE));
        }
        places.set(row, end);
        ends[segment] = put(arrays[segment], end, from, 0, from.length);
    }

    private static int put(byte[] into, int end, byte[] from, int start, int length) {
        int at = end;
        if (length < LONG_LENGTH) {
            into[at++] = (byte) length;
        } else {
            into[at++] = (byte) (LONG_LENGTH | length >> 8);
            into[at++] = (byte) length;
        }
        System.arraycopy(from, start, into, at, length);
        return at + length;
    }

    private static int head(int length) {
        return length < LONG_LENGTH ? 1 : 2;
    }

    private void compact(int segment) {
        byte[] before = arrays[segment];
        byte[] after = new byte[ends[segment] - wasted[segment] + LEAST_WASTE];
        int end = FIRST;
        int first = segment << Segments.SHIFT;
        for (int row = first; row < first + Segments.ROWS; row++) {
            if (places.get(row) != 0) {
                int start = start(row);
                int length = length(row);
                places.set(row, end);
                end = put(after, end, before, start, length);
            }
        }
        arrays[segment] = after;
        ends[segment] = end;
        wasted[segment] = 0;
    }

    /** The array that has a row's bytes. Not to be changed. */
    public byte[] array(int row) {
        return arrays[Segments.of(row)];
    }

    /** Where a row's bytes begin in its array. */
    public int start(int row) {
        int place = (int) places.get(row);
        return place + (arrays[Segments.of(row)][place] < 0 ? 2 : 1);
    }

    /** How many bytes a row has. */
    public int length(int row) {
        byte[] array = arrays[Segments.of(row)];
        int place = (int) places.get(row);
        int head = array[place];
        return head >= 0 ? head : (head & LONG_LENGTH - 1) << 8 | array[place + 1] & 0xff;
    }

    /** Forgets all. */
    public void clear() {
        places.clear();
        arrays = new byte[0][];
        ends = new int[0];
        wasted = new int[0];
    }
}
