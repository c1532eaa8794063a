package dev.pulse.ledger.borsh;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads Borsh from bytes that may come from anybody: a length is believed only as far as there are bytes, and every
 * failure is a {@link BorshException}. Not safe for several threads.
 */
public final class BorshReader {
    private final ByteBuffer in;

    /** A reader of these bytes, which are not copied. */
    public BorshReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** One byte, 0 to 255. */
    public int u8() throws BorshException {
        return need(1).get() & 0xff;
    }

    /** Eight bytes, to be taken as unsigned. */
    public long u64() throws BorshException {
        return need(Long.BYTES).getLong();
    }

    /** Sixteen bytes, 0 to 2^128 - 1. */
    public BigInteger u128() throws BorshException {
        byte[] little = fixed(16);
        byte[] big = new byte[16];
        for (int i = 0; i < 16; i++) {
            big[i] = little[15 - i];
        }
        return new BigInteger(1, big);
    }

    /** So many bytes. */
    public byte[] fixed(int length) throws BorshException {
        ByteBuffer from = need(length);
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** Bytes after their number. */
    public byte[] bytes() throws BorshException {
        return fixed(count(1));
    }

    /** A text in UTF-8, after the number of its bytes. */
    public String string() throws BorshException {
        byte[] bytes = bytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BorshException("a text is not UTF-8", e);
        }
    }

    /**
     * The number of elements that follow.
     *
     * @param least bytes that each of them takes at least, 1 or more
     */
    public int count(int least) throws BorshException {
        long count = Integer.toUnsignedLong(need(Integer.BYTES).getInt());
        if (count > in.remaining() / least) {
            throw new BorshException("a length of " + count + " goes past the end");
        }
        return (int) count;
    }

    /** Whether everything was read. */
    public boolean atEnd() {
        return !in.hasRemaining();
    }

    private ByteBuffer need(int bytes) throws BorshException {
        if (in.remaining() < bytes) {
            throw new BorshException("the bytes end too soon");
        }
        return in;
    }
}
