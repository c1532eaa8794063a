package dev.pulse.ledger.borsh;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes Borsh: integers little-endian, variable lengths as an unsigned 32-bit count before the content, enums as one
 * byte. Not safe for several threads.
 */
public final class BorshWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** One byte, 0 to 255. */
    public BorshWriter u8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("a u8 is 0 to 255, not " + value);
        }
        out.write(value);
        return this;
    }

    /** Four bytes; the value is taken as unsigned. */
    public BorshWriter u32(int value) {
        return little(value, Integer.BYTES);
    }

    /** Eight bytes; the value is taken as unsigned. */
    public BorshWriter u64(long value) {
        return little(value, Long.BYTES);
    }

    /**
     * Sixteen bytes.
     *
     * @throws IllegalArgumentException when the value is negative or 2^128 or more
     */
    public BorshWriter u128(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException("a u128 is 0 to 2^128 - 1, not " + value);
        }
        return u64(value.longValue()).u64(value.shiftRight(64).longValue());
    }

    /** Bytes of a length that both sides know. */
    public BorshWriter fixed(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Bytes after their number. */
    public BorshWriter bytes(byte[] bytes) {
        return u32(bytes.length).fixed(bytes);
    }

    /** A text in UTF-8, after the number of its bytes. */
    public BorshWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What was written. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private BorshWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }
}
