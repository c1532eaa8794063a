package dev.pulse.lifecycle.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Reads what {@link Output} wrote. Running past the end is an {@link IndexOutOfBoundsException}. */
final class Input {
    private final byte[] bytes;
    private int at;

    Input(byte[] bytes) {
        this(bytes, 0);
    }

    Input(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    int position() {
        return at;
    }

    void skip(int length) {
        at = Objects.checkFromIndexSize(at, length, bytes.length) + length;
    }

    /** Whether this octet is the next one, which then is read. */
    boolean takes(int octet) {
        boolean next = Byte.toUnsignedInt(bytes[at]) == octet;
        at += next ? 1 : 0;
        return next;
    }

    byte[] bytes(int length) {
        int from = at;
        skip(length);
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** Text of this many bytes that are all ASCII. */
    String latin(int length) {
        int from = at;
        skip(length);
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** Whether these bytes stand here with their length in front. */
    boolean startsWith(byte[] other) {
        return count() == other.length
                && at + other.length <= bytes.length
                && Arrays.equals(bytes, at, at + other.length, other, 0, other.length);
    }

    int octet() {
        return bytes[at++] & 0xff;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    int count() {
        long value = number();
        if (value < 0 || value > bytes.length) {
            throw new IllegalArgumentException("a count of " + value);
        }
        return (int) value;
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    long fixed() {
        long value = ByteBuffer.wrap(bytes).getLong(at);
        at += Long.BYTES;
        return value;
    }

    boolean flag() {
        return octet() != 0;
    }

    String text() {
        int length = count();
        if (length == 0) {
            return null;
        }
        String value = new String(bytes, at, length - 1, StandardCharsets.UTF_8);
        at += length - 1;
        return value;
    }

    boolean atEnd() {
        return at == bytes.length;
    }
}
