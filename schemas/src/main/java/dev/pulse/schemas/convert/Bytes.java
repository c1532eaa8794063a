package dev.pulse.schemas.convert;

import java.nio.ByteBuffer;

/** The byte strings of records, without their buffers' positions leaking, and the digest of a payload. */
public final class Bytes {
    private Bytes() {}

    /** A fresh copy of what is left in a buffer. The buffer's position stays where it is. */
    public static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    /** A buffer over these bytes; it shares them. */
    public static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }

    /** The first 8 bytes, big endian, of a SHA-256: {@code payload_digest}, which tells a retry from a replay. */
    public static long digest(byte[] sha256) {
        return ByteBuffer.wrap(sha256).getLong(0);
    }
}
