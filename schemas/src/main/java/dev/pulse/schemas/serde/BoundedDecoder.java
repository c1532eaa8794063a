package dev.pulse.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding (Avro specification 1.12, "Binary Encoding") from an array and never believes a length:
 * a text, a byte string or a block that claims to be longer than what is left is refused before anything is allocated,
 * so that a few bytes of garbage can't ask for gigabytes. An item of a collection is taken to need at least one byte,
 * which holds for all of Pulse's schemas. Not safe for use by several threads.
 */
final class BoundedDecoder extends Decoder {
    private byte[] data = new byte[0];
    private int at;
    private int end;

    /** Starts again at {@code from} in other bytes. */
    void reset(byte[] bytes, int from) {
        data = bytes;
        at = from;
        end = bytes.length;
    }

    /** How many bytes have not been read. */
    int remaining() {
        return end - at;
    }

    @Override
    public void readNull() {
        // Takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        need(1);
        byte value = data[at++];
        if (value != 0 && value != 1) {
            throw new AvroRuntimeException("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if ((int) value != value) {
            throw new AvroRuntimeException("an int of " + value);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = data[at++];
            zigzag |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new AvroRuntimeException("a number longer than 10 bytes");
    }

    @Override
    public float readFloat() throws IOException {
        need(4);
        int bits = (data[at] & 0xFF) | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF) << 16 | data[at + 3] << 24;
        at += 4;
        return Float.intBitsToFloat(bits);
    }

    @Override
    public double readDouble() throws IOException {
        need(8);
        long bits = 0;
        for (int i = 7; i >= 0; i--) {
            bits = bits << 8 | data[at + i] & 0xFF;
        }
        at += 8;
        return Double.longBitsToDouble(bits);
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        String text = new String(data, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    @Override
    public void skipString() throws IOException {
        at += length();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = length();
        byte[] copy = new byte[length];
        System.arraycopy(data, at, copy, 0, length);
        at += length;
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        at += length();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        need(length);
        System.arraycopy(data, at, bytes, start, length);
        at += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        need(length);
        at += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return block();
    }

    @Override
    public long arrayNext() throws IOException {
        return block();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return block();
    }

    @Override
    public long mapNext() throws IOException {
        return block();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /** A block's number of items; a negative one is followed by the block's size in bytes. */
    private long block() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = -count;
            length();
        }
        if (count < 0 || count > remaining()) {
            throw new EOFException("a block of " + count + " items in " + remaining() + " bytes");
        }
        return count;
    }

    /** Skips blocks that name their size; gives the item count of the first one that does not, or 0 at the end. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            at += length();
            count = readLong();
        }
        if (count > remaining()) {
            throw new EOFException("a block of " + count + " items in " + remaining() + " bytes");
        }
        return count;
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException("a length of " + length + " with " + remaining() + " bytes left");
        }
        return (int) length;
    }

    private void need(int bytes) throws IOException {
        if (bytes < 0 || bytes > remaining()) {
            throw new EOFException(bytes + " bytes wanted, " + remaining() + " left");
        }
    }
}
