package dev.pulse.lifecycle.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of a stored value. */
final class Output {
    private byte[] bytes = new byte[128];
    private int length;

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** An unsigned variable-length number of seven bits a byte, low ones first; a negative one takes ten bytes. */
    void number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number that may be negative but is near zero (zigzag). */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    /** Eight bytes, for numbers without a pattern. */
    void fixed(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    /** UTF-8 with its length plus one; zero for null. */
    void text(String value) {
        if (value == null) {
            number(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length + 1L);
        bytes(utf8, 0, utf8.length);
    }

    void bytes(byte[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    /** What has been written, in an array that may be longer, and is another one when it had to grow. */
    byte[] array() {
        return bytes;
    }

    /** Forgets what has been written. */
    void clear() {
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int wanted) {
        if (length + wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + wanted));
        }
    }
}
