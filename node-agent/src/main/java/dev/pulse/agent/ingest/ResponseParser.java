package dev.pulse.agent.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 response after the other from one connection, as its bytes come (RFC 9112 sections 4 to 6): a length,
 * chunks, or up to the end of the connection. Bounded: a response past {@link #MAX_BYTES} is refused.
 */
final class ResponseParser {
    /** Longest response, head and body, bytes; an ingest's has some 300. */
    static final int MAX_BYTES = 64 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,8}");
    private static final Pattern CHUNK_LENGTH = Pattern.compile("[0-9a-fA-F]{1,6}");
    private static final int INITIAL_BYTES = 1024;
    private static final int UNTIL_CLOSE = -1;
    private static final int CHUNKED = -2;

    /** What the bytes so far came to. */
    enum State {
        /** More must come. */
        INCOMPLETE,
        /** {@link #answer} has it. */
        COMPLETE,
        /** Not HTTP/1.1, or too long. */
        BROKEN
    }

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;
    private int scanned;
    private int bodyStart;
    private int bodyLength;
    private int status;
    private boolean keepAlive;
    private String retryAfter;
    private Answer.Http answer;

    /** Forgets the last response, ready for the next. */
    void reset() {
        size = 0;
        scanned = 0;
        bodyStart = 0;
        answer = null;
    }

    /** The response, once it is complete. */
    Answer.Http answer() {
        return answer;
    }

    /** Whether the connection may be used again. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** Takes bytes that came. */
    State take(ByteBuffer in) {
        int more = in.remaining();
        if (size + more > MAX_BYTES) {
            return State.BROKEN;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        in.get(bytes, size, more);
        size += more;
        return advance(false);
    }

    /** Takes the end of the connection. */
    State end() {
        return size == 0 ? State.BROKEN : advance(true);
    }

    private State advance(boolean ended) {
        while (bodyStart == 0) {
            int head = findHead();
            if (head < 0) {
                return ended ? State.BROKEN : State.INCOMPLETE;
            }
            if (!readHead(head)) {
                return State.BROKEN;
            }
            if (status >= 100 && status < 200) {
                // An interim response: the real one follows (RFC 9110 section 15.2).
                System.arraycopy(bytes, head, bytes, 0, size - head);
                size -= head;
                scanned = 0;
                bodyStart = 0;
            }
        }
        return readBody(ended);
    }

    /** Where the body begins, or -1 while the empty line has not come. */
    private int findHead() {
        for (int i = Math.max(scanned, 3); i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        scanned = size;
        return -1;
    }

    private boolean readHead(int head) {
        String[] lines = new String(bytes, 0, head, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        if (!STATUS_LINE.matcher(lines[0]).matches()) {
            return false;
        }
        status = Integer.parseInt(lines[0].substring(9, 12));
        keepAlive = lines[0].charAt(7) == '1';
        retryAfter = null;
        bodyLength = status == 204 || status == 304 ? 0 : UNTIL_CLOSE;
        for (int i = 1; i < lines.length - 2; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1
                    || !readField(
                            lines[i].substring(0, colon),
                            lines[i].substring(colon + 1).strip())) {
                return false;
            }
        }
        bodyStart = head;
        return true;
    }

    private boolean readField(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length" -> {
                if (!LENGTH.matcher(value).matches()) {
                    return false;
                }
                if (bodyLength != CHUNKED) {
                    bodyLength = Integer.parseInt(value);
                }
            }
            case "transfer-encoding" -> {
                if (!value.equalsIgnoreCase("chunked")) {
                    return false;
                }
                bodyLength = CHUNKED;
            }
            case "connection" -> keepAlive &= !value.equalsIgnoreCase("close");
            case "retry-after" -> retryAfter = value;
            default -> {
                // Nothing else changes what is done.
            }
        }
        return true;
    }

    private State readBody(boolean ended) {
        if (bodyLength == CHUNKED) {
            return readChunks(ended);
        }
        if (bodyLength == UNTIL_CLOSE) {
            keepAlive = false;
            return ended ? complete(Arrays.copyOfRange(bytes, bodyStart, size), size) : State.INCOMPLETE;
        }
        int end = bodyStart + bodyLength;
        if (size >= end) {
            return complete(Arrays.copyOfRange(bytes, bodyStart, end), end);
        }
        return ended || end > MAX_BYTES ? State.BROKEN : State.INCOMPLETE;
    }

    /** Answers are short, so the chunks are simply read from the first one each time that bytes come. */
    private State readChunks(boolean ended) {
        byte[] body = new byte[size - bodyStart];
        int length = 0;
        int at = bodyStart;
        while (true) {
            int lineEnd = lineEnd(at);
            if (lineEnd < 0) {
                return ended ? State.BROKEN : State.INCOMPLETE;
            }
            String line = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1);
            String digits = line.split(";", 2)[0].strip();
            if (!CHUNK_LENGTH.matcher(digits).matches()) {
                return State.BROKEN;
            }
            int chunk = Integer.parseInt(digits, 16);
            at = lineEnd + 2;
            if (chunk == 0) {
                return trailer(at, Arrays.copyOf(body, length), ended);
            }
            if (size < at + chunk + 2) {
                return ended ? State.BROKEN : State.INCOMPLETE;
            }
            System.arraycopy(bytes, at, body, length, chunk);
            length += chunk;
            at += chunk + 2;
        }
    }

    /** Lines up to an empty one follow the last chunk (RFC 9112 section 7.1.2). */
    private State trailer(int from, byte[] body, boolean ended) {
        int at = from;
        while (true) {
            int lineEnd = lineEnd(at);
            if (lineEnd < 0) {
                return ended ? State.BROKEN : State.INCOMPLETE;
            }
            if (lineEnd == at) {
                return complete(body, lineEnd + 2);
            }
            at = lineEnd + 2;
        }
    }

    private int lineEnd(int from) {
        for (int i = from; i + 1 < size; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private State complete(byte[] body, int end) {
        // One request at a time, so nothing may follow the response.
        keepAlive &= end == size;
        answer = AnswerBody.read(status, retryAfter, body);
        return State.COMPLETE;
    }
}
