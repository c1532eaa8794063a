package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Intake;
import dev.pulse.telemetry.trace.RequestTracing;
import java.nio.charset.StandardCharsets;

/**
 * Finds the one request that nearly every connection carries, in its plainest form, at the start of what came in: a whole
 * {@code POST /v1/heartbeats} with a length, as JSON, and nothing about it that needs thought. It refuses nothing: whatever
 * else there is, well formed or not, is for Jetty to read. So it may be strict, and every rule in doubt says no.
 */
final class PlainRequest {
    private static final byte[] LINE = ascii("POST /v1/heartbeats HTTP/1.1\r\n");
    private static final byte[] HOST = ascii("host");
    private static final byte[] LENGTH = ascii("content-length");
    private static final byte[] TYPE = ascii("content-type");
    private static final byte[] JSON = ascii("application/json");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] TRACEPARENT = ascii(RequestTracing.TRACEPARENT);

    /** Fields that change how a message is framed or read (RFC 9110 and 9112), other than the ones above. */
    private static final byte[][] NOT_PLAIN = {
        ascii("te"),
        ascii("expect"),
        ascii("trailer"),
        ascii("upgrade"),
        ascii("http2-settings"),
        ascii("content-encoding"),
        ascii("transfer-encoding"),
    };

    /** Digits of a length: enough for the largest heartbeat. */
    private static final int MOST_DIGITS = 4;

    private static final int MOST_PORT = 65_535;

    private byte[] bytes;
    private int at;
    private int end;
    private int bodyLength;
    private boolean host;
    private boolean type;
    private int traceFrom;
    private int traceTo;

    private static byte[] ascii(String text) {
        return Answer.ascii(text);
    }

    /** Whether the bytes begin with a whole plain request; then {@link #bodyFrom} and {@link #bodyLength} say where. */
    boolean read(byte[] from, int offset, int length) {
        bytes = from;
        at = offset;
        end = offset + length;
        bodyLength = -1;
        host = false;
        type = false;
        traceTo = 0;
        return starts(LINE) && fields() && host && type && bodyLength >= 0 && bodyLength <= end - at;
    }

    /** Where the body begins. */
    int bodyFrom() {
        return at;
    }

    /** How long it is; the next request begins after it. */
    int bodyLength() {
        return bodyLength;
    }

    /** The value of its first {@code traceparent}, or null; until the next one is read. */
    String traceparent() {
        return traceTo == 0
                ? null
                : new String(bytes, traceFrom, traceTo - traceFrom, StandardCharsets.ISO_8859_1).strip();
    }

    private boolean starts(byte[] line) {
        if (end - at < line.length) {
            return false;
        }
        for (byte octet : line) {
            if (bytes[at++] != octet) {
                return false;
            }
        }
        return true;
    }

    /** Reads fields up to the empty line, and leaves {@code at} behind it. */
    private boolean fields() {
        while (end - at >= 2) {
            if (bytes[at] == '\r') {
                at += 2;
                return bytes[at - 1] == '\n';
            }
            int name = at;
            while (at < end && isToken(bytes[at])) {
                at++;
            }
            int nameEnd = at;
            if (name == nameEnd || at == end || bytes[at++] != ':') {
                return false;
            }
            while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            int value = at;
            while (at < end && isVisible(bytes[at])) {
                at++;
            }
            int valueEnd = at;
            if (end - at < 2 || bytes[at] != '\r' || bytes[at + 1] != '\n' || !field(name, nameEnd, value, valueEnd)) {
                return false;
            }
            at += 2;
        }
        return false;
    }

    /** Takes note of a field. A value's white space at its end is not plain where the value matters. */
    private boolean field(int name, int nameEnd, int value, int valueEnd) {
        if (is(name, nameEnd, LENGTH)) {
            return length(value, valueEnd);
        }
        if (is(name, nameEnd, TYPE)) {
            boolean first = !type;
            type = true;
            return first && is(value, valueEnd, JSON);
        }
        if (is(name, nameEnd, HOST)) {
            boolean first = !host;
            host = true;
            return first && isAuthority(value, valueEnd);
        }
        if (is(name, nameEnd, CONNECTION)) {
            return is(value, valueEnd, KEEP_ALIVE);
        }
        if (traceTo == 0 && is(name, nameEnd, TRACEPARENT)) {
            traceFrom = value;
            traceTo = valueEnd;
            return true;
        }
        for (byte[] other : NOT_PLAIN) {
            if (is(name, nameEnd, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean length(int value, int valueEnd) {
        if (bodyLength >= 0 || value == valueEnd || valueEnd - value > MOST_DIGITS) {
            return false;
        }
        int number = 0;
        for (int i = value; i < valueEnd; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            number = number * 10 + bytes[i] - '0';
        }
        bodyLength = number;
        return number <= Intake.MAX_BYTES;
    }

    /** Compares without regard to case; {@code lower} is in lower case and has no octet that is another one's upper case. */
    private boolean is(int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            byte octet = bytes[from + i];
            if (octet != lower[i] && (octet < 'A' || octet > 'Z' || octet + ('a' - 'A') != lower[i])) {
                return false;
            }
        }
        return true;
    }

    /** A name or an IPv4 address, and a port where there is one. Others, IPv6 addresses among them, are Jetty's to read. */
    private boolean isAuthority(int from, int to) {
        int nameEnd = from;
        while (nameEnd < to && (isAlphanumeric(bytes[nameEnd]) || bytes[nameEnd] == '.' || bytes[nameEnd] == '-')) {
            nameEnd++;
        }
        if (nameEnd == from || nameEnd == to) {
            return nameEnd > from;
        }
        int port = 0;
        for (int i = nameEnd + 1; i < to && port <= MOST_PORT; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return bytes[nameEnd] == ':' && port > 0 && port <= MOST_PORT;
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(byte octet) {
        return isAlphanumeric(octet)
                || switch (octet) {
                    case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' -> true;
                    default -> false;
                };
    }

    private static boolean isAlphanumeric(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9';
    }

    private static boolean isVisible(byte octet) {
        return octet >= ' ' && octet <= '~' || octet == '\t';
    }
}
