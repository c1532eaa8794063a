package dev.pulse.schemas.binary;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") into an array that grows. Not thread-safe. */
public final class BinaryOutput {
    private static final int FIRST_LENGTH = 1024;
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[FIRST_LENGTH];
    private int length;

    /** Begins anew with these bytes as they are. */
    public void begin(byte[] header) {
        length = 0;
        raw(header, 0, header.length);
    }

    /** What has been written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Length of the array that is kept. */
    public int capacity() {
        return bytes.length;
    }

    /** For an encoder of Avro's, which goes on where this stands. */
    public OutputStream asStream() {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                room(1);
                bytes[length++] = (byte) octet;
            }

            @Override
            public void write(byte[] from, int start, int count) {
                raw(from, start, count);
            }
        };
    }

    /** One byte, 1 or 0. */
    public void flag(boolean value) {
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    /** An int or a long: zigzag, seven bits a byte. */
    public void number(long value) {
        room(LONGEST_NUMBER);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A text in UTF-8 behind its length. */
    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    /** What is left of a buffer, behind its length; the buffer stays as it is. */
    public void bytes(ByteBuffer value) {
        int size = value.remaining();
        number(size);
        room(size);
        value.get(value.position(), bytes, length, size);
        length += size;
    }

    /** A text, or null as the first of two branches. */
    public void textOrNull(String value) {
        if (isThere(value)) {
            text(value);
        }
    }

    /** A number, or null as the first of two branches. */
    void numberOrNull(Number value) {
        if (isThere(value)) {
            number(value.longValue());
        }
    }

    /** Writes which of the two branches, null or the other, follows. */
    boolean isThere(Object value) {
        number(value == null ? 0 : 1);
        return value != null;
    }

    private void raw(byte[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    private void room(int wanted) {
        if (length + wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + wanted));
        }
    }
}
