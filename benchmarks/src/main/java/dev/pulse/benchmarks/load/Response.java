package dev.pulse.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Reads as little of an answer as is needed to tell its status and its end: the status line, Content-Length, and whether
 * the connection is to be closed. No chunked bodies: neither the ingest nor the baseline sends one.
 */
final class Response {
    /** There is more to come. */
    static final int INCOMPLETE = 0;

    /** This is no answer that can be read. */
    static final int BROKEN = -1;

    private static final int STATUS_AT = 9;
    private static final int SHORTEST_HEAD = 19;
    private static final int NO_CONTENT = 204;
    private static final byte[] LENGTH = "content-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private boolean close;

    /** Whether the other side closes the connection after the answer that was read last. */
    boolean closes() {
        return close;
    }

    /**
     * The status of the answer that fills a buffer from its position to its limit, or {@link #INCOMPLETE} or
     * {@link #BROKEN}.
     */
    int read(ByteBuffer in) {
        int from = in.position();
        int to = in.limit();
        if (to - from < SHORTEST_HEAD) {
            return INCOMPLETE;
        }
        int status = 100 * digit(in, from + STATUS_AT)
                + 10 * digit(in, from + STATUS_AT + 1)
                + digit(in, from + STATUS_AT + 2);
        if (in.get(from) != 'H' || status < 100 || status > 599) {
            return BROKEN;
        }
        close = false;
        int length = 0;
        int line = endOfLine(in, from, to);
        while (line >= 0 && line < to) {
            int next = endOfLine(in, line, to);
            if (next < 0) {
                return INCOMPLETE;
            }
            if (next - line == 2) {
                return ended(status, length, to - next);
            }
            switch (in.get(line) | 0x20) {
                case 'c' -> {
                    if (begins(in, line, next, LENGTH)) {
                        length = number(in, line + LENGTH.length, next);
                    } else if (begins(in, line, next, CLOSE)) {
                        close = true;
                    }
                }
                case 't' -> {
                    if (begins(in, line, next, CHUNKED)) {
                        return BROKEN;
                    }
                }
                default -> {
                    // Nothing that matters here.
                }
            }
            line = next;
        }
        return INCOMPLETE;
    }

    private static int ended(int status, int length, int body) {
        int expected = status == NO_CONTENT ? 0 : length;
        if (body == expected) {
            return status;
        }
        // More than one answer to one request is none.
        return body < expected ? INCOMPLETE : BROKEN;
    }

    /** The index behind the next line feed, or -1. */
    private static int endOfLine(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean begins(ByteBuffer in, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = in.get(from + i);
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(ByteBuffer in, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            byte b = in.get(i);
            if (b >= '0' && b <= '9') {
                value = Math.min(100_000_000, value * 10 + b - '0');
            }
        }
        return value;
    }

    private static int digit(ByteBuffer in, int at) {
        int digit = in.get(at) - '0';
        return digit >= 0 && digit <= 9 ? digit : -1000;
    }
}
