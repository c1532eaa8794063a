package dev.pulse.marketplace.index.uptime;

import dev.pulse.domain.history.Unit;

/** Reads marks one after the other: each is the difference to the one before, in as many bytes as it needs. */
final class MarkReader {
    private static final long DAY = Unit.DAY.ms();
    private static final int MORE = 0x80;
    private static final int SEVEN = 0x7f;

    /** When, unix milliseconds. */
    long at;
    /** Observed milliseconds up to then. */
    long observed;
    /** Of these, not ONLINE. */
    long notOnline;
    /** How many times it had gone OFFLINE, counted from any time on. */
    long flaps;

    private byte[] bytes;
    private int place;
    private int end;

    void begin(byte[] array, int start, int length) {
        bytes = array;
        place = start;
        end = start + length;
        at = 0;
        observed = 0;
        notOnline = 0;
        flaps = 0;
    }

    /** Goes on to the next mark, if there is one. */
    boolean next() {
        if (place == end) {
            return false;
        }
        long time = read();
        long passed = (time & 1) == 0 ? time >>> 1 : (time >>> 1) * DAY;
        at += passed;
        long blind = read();
        observed += passed - ((blind >>> 1) ^ -(blind & 1));
        notOnline += read();
        flaps += read();
        return true;
    }

    private long read() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[place++];
            value |= (long) (next & SEVEN) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    /** Small for whole days. */
    static long time(long passed) {
        return passed % DAY == 0 ? passed / DAY << 1 | 1 : passed << 1;
    }

    /** Small for numbers near 0, whatever their sign. */
    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Writes a number, 7 bits a byte, and answers where it ends. */
    static int write(byte[] into, int end, long value) {
        int at = end;
        long left = value;
        while ((left & ~SEVEN) != 0) {
            into[at++] = (byte) (left & SEVEN | MORE);
            left >>>= 7;
        }
        into[at++] = (byte) left;
        return at;
    }
}
