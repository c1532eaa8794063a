package dev.pulse.marketplace.index.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Whole numbers in as few bytes as each segment needs: what a number is above the segment's base takes 0 to 8 bytes. A segment
 * whose rows all have one number takes none. A number that does not fit makes the segment be written anew, with a quarter of
 * its range to spare, so that numbers which grow do not do so each time.
 */
public final class PackedColumn implements Numbers {
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** A number is read as a word that begins where it does, so a word must fit behind the last. */
    private static final int PAD = Long.BYTES;
    /** The largest number of so many bytes, unsigned. */
    private static final long[] LARGEST = {
        0, 0xFFL, 0xFFFFL, 0xFF_FFFFL, 0xFFFF_FFFFL, 0xFF_FFFF_FFFFL, 0xFFFF_FFFF_FFFFL, 0xFF_FFFF_FFFF_FFFFL, -1L
    };

    /** Rows of 64 up to which each is looked at by itself, by the bytes of a number: few where several are compared at a time. */
    private static final int[] SINGLY = {0, 6, 12, 24, 24, 24, 24, 24, 24};

    private final boolean even;
    private final int leastWidth;
    private long[] bases = new long[0];
    private int[] widths = new int[0];
    private byte[][] bytes = new byte[0][];

    /** For numbers of which nothing is known. */
    public PackedColumn() {
        this.even = false;
        this.leastWidth = 0;
    }

    /** For numbers that fill a width evenly, as digests do: from 0 to the largest of {@code width} bytes. */
    public PackedColumn(int width) {
        this.even = true;
        this.leastWidth = width;
    }

    @Override
    public long get(int row) {
        int segment = Segments.of(row);
        int width = widths[segment];
        return bases[segment] + ((long) WORD.get(bytes[segment], Segments.place(row) * width) & LARGEST[width]);
    }

    /** Gives a row its number. */
    public void set(int row, long value) {
        int segment = Segments.of(row);
        if (segment >= bytes.length || bytes[segment] == null) {
            begin(segment, value);
        }
        long above = value - bases[segment];
        if (value < bases[segment] || Long.compareUnsigned(above, LARGEST[widths[segment]]) > 0) {
            rewrite(segment, value);
            above = value - bases[segment];
        }
        put(bytes[segment], widths[segment], Segments.place(row), above);
    }

    /** A new segment is as if all its rows had its first number. */
    private void begin(int segment, long value) {
        if (segment >= bytes.length) {
            int length = Math.max(segment + 1, bytes.length + (bytes.length >> 1));
            bases = Arrays.copyOf(bases, length);
            widths = Arrays.copyOf(widths, length);
            bytes = Arrays.copyOf(bytes, length);
        }
        bases[segment] = even ? 0 : value;
        widths[segment] = leastWidth;
        bytes[segment] = new byte[Segments.ROWS * leastWidth + PAD];
    }

    private static void put(byte[] into, int width, int place, long above) {
        long before = (long) WORD.get(into, place * width);
        WORD.set(into, place * width, before & ~LARGEST[width] | above);
    }

    private void rewrite(int segment, long another) {
        long[] values = new long[Segments.ROWS];
        read(segment, values);
        long least = another;
        long most = another;
        for (long value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        int width = width(most - least);
        long base = base(width, least, most);
        byte[] fresh = new byte[Segments.ROWS * width + PAD];
        for (int i = 0; i < values.length; i++) {
            put(fresh, width, i, values[i] - base);
        }
        bases[segment] = base;
        widths[segment] = width;
        bytes[segment] = fresh;
    }

    /** Bytes for a difference, unsigned, with a quarter to spare. */
    private static int width(long span) {
        for (int width = 1; width < Long.BYTES; width++) {
            if (span >= 0 && span <= LARGEST[width] - (LARGEST[width] >> 2)) {
                return width;
            }
        }
        return Long.BYTES;
    }

    private static long base(int width, long least, long most) {
        if (width == Long.BYTES) {
            return Long.MIN_VALUE;
        }
        // What is to spare is left above, where counts and times grow to, but for a quarter of it.
        long below = LARGEST[width] - (most - least) >> 2;
        return least < Long.MIN_VALUE + below ? Long.MIN_VALUE : least - below;
    }

    @Override
    public void narrow(int segment, long[] rows, int at, long least, long most) {
        int width = widths[segment];
        long base = bases[segment];
        long largest = LARGEST[width];
        if (most < base || most < least || least > base && Long.compareUnsigned(least - base, largest) > 0) {
            Arrays.fill(rows, at, at + Segments.WORDS, 0);
            return;
        }
        long low = least > base ? least - base : 0;
        long high = Long.compareUnsigned(most - base, largest) > 0 ? largest : most - base;
        if (low == 0 && high == largest) {
            return;
        }
        byte[] from = bytes[segment];
        for (int word = 0; word < Segments.WORDS; word++) {
            long left = rows[at + word];
            if (left != 0) {
                rows[at + word] = Long.bitCount(left) > SINGLY[width]
                        ? left & all(from, width, word, low, high)
                        : some(from, width, word, low, high, left);
            }
        }
    }

    private static long all(byte[] from, int width, int word, long low, long high) {
        return switch (width) {
            case 1 -> Lanes.ofBytes(from, word << 6, low, high);
            case 2 -> Lanes.ofShorts(from, word << 7, low, high);
            default -> each(from, width, word, low, high);
        };
    }

    /** Unsigned: low <= above <= high is above - low <= high - low. */
    private static long reach(long low, long high) {
        return high - low + Long.MIN_VALUE;
    }

    private static long each(byte[] from, int width, int word, long low, long high) {
        long largest = LARGEST[width];
        long reach = reach(low, high);
        long kept = 0;
        int offset = (word << 6) * width;
        for (int i = 0; i < Long.SIZE; i++) {
            long above = (long) WORD.get(from, offset) & largest;
            kept |= (above - low + Long.MIN_VALUE <= reach ? 1L : 0L) << i;
            offset += width;
        }
        return kept;
    }

    private static long some(byte[] from, int width, int word, long low, long high, long rows) {
        long largest = LARGEST[width];
        long reach = reach(low, high);
        long kept = 0;
        for (long left = rows; left != 0; left &= left - 1) {
            int place = (word << 6) + Long.numberOfTrailingZeros(left);
            long above = (long) WORD.get(from, place * width) & largest;
            if (above - low + Long.MIN_VALUE <= reach) {
                kept |= Long.lowestOneBit(left);
            }
        }
        return kept;
    }

    @Override
    public void read(int segment, long[] into) {
        byte[] from = bytes[segment];
        int width = widths[segment];
        long base = bases[segment];
        long largest = LARGEST[width];
        int offset = 0;
        for (int i = 0; i < Segments.ROWS; i++) {
            into[i] = base + ((long) WORD.get(from, offset) & largest);
            offset += width;
        }
    }

    /** Forgets all. */
    public void clear() {
        bases = new long[0];
        widths = new int[0];
        bytes = new byte[0][];
    }
}
