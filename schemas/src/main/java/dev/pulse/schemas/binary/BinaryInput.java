package dev.pulse.schemas.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads Avro's binary encoding (Avro 1.12 specification, "Binary Encoding"). Lengths are held against the bytes that are
 * left before anything is made of them; what is wrong is an {@link IllegalArgumentException}.
 */
public final class BinaryInput {
    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;

    private final byte[] bytes;
    private int at;

    /** Reads from an offset to the end. */
    public BinaryInput(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.at = offset;
    }

    /** Whether nothing is left. */
    public boolean isAtEnd() {
        return at == bytes.length;
    }

    /** What {@link BinaryOutput#flag} wrote. */
    public boolean flag() {
        return octet() == 1;
    }

    /** A long. */
    public long number() {
        return number(LONGEST_LONG);
    }

    /** An int. */
    public int smallNumber() {
        long value = number(LONGEST_INT);
        if (value != (int) value) {
            throw new IllegalArgumentException("an int of " + value);
        }
        return (int) value;
    }

    private long number(int longest) {
        // Most are small: a record's fields are read in line, so that a short way for those keeps its machine code
        // small.
        int first = octet();
        return first < 0x80 ? first >>> 1 ^ -(first & 1) : longer(first & 0x7f, longest);
    }

    private long longer(long begin, int longest) {
        long value = begin;
        for (int i = 1; i < longest; i++) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << 7 * i;
            if (octet < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than " + longest + " bytes");
    }

    /** A text. */
    public String text() {
        int length = length();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    /** Bytes of their own, as Avro's decoder makes them: the array that was read from may be used again. */
    public ByteBuffer bytes() {
        int length = length();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return ByteBuffer.wrap(value);
    }

    /** A text, or null. */
    public String textOrNull() {
        return isThere() ? text() : null;
    }

    Long numberOrNull() {
        return isThere() ? number() : null;
    }

    Integer smallNumberOrNull() {
        return isThere() ? smallNumber() : null;
    }

    /** One of some constants, in the order of their schema. */
    <E extends Enum<E>> E symbol(List<E> symbols) {
        int index = smallNumber();
        if (index < 0 || index >= symbols.size()) {
            throw new IllegalArgumentException("a symbol " + index + " of " + symbols.size());
        }
        return symbols.get(index);
    }

    /** Reads which of two branches, null or another, follows. */
    boolean isThere() {
        long branch = number();
        if (branch != 0 && branch != 1) {
            throw new IllegalArgumentException("a branch " + branch + " of two");
        }
        return branch == 1;
    }

    /** How many items the next block of an array has; 0 ends the array. Each takes a byte at least. */
    int block() {
        long count = number();
        if (count < 0) {
            count = -count;
            long size = number();
            if (size < 0) {
                throw new IllegalArgumentException("a block of " + size + " bytes");
            }
        }
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalArgumentException(
                    "a block of " + count + " items in the " + (bytes.length - at) + " bytes that are left");
        }
        return (int) count;
    }

    private int length() {
        long length = number();
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException(length + " bytes where " + (bytes.length - at) + " are left");
        }
        return (int) length;
    }

    private int octet() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("the bytes end too early");
        }
        return bytes[at++] & 0xff;
    }
}
