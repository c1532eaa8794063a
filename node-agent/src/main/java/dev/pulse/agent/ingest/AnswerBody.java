package dev.pulse.agent.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads the bodies that an ingest answers with. A body that is not what it should be says nothing, and is no error. */
final class AnswerBody {
    /** Longest body that is looked at, bytes. */
    static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_DETAIL = 300;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerBody() {}

    /**
     * The answer for a status, a {@code Retry-After} and a body.
     *
     * @param retryAfter the header, or null
     */
    static Answer.Http read(int status, String retryAfter, byte[] body) {
        JsonNode document;
        try {
            document = body.length == 0 || body.length > MAX_BYTES ? JSON.missingNode() : JSON.readTree(body);
        } catch (IOException e) {
            document = JSON.missingNode();
        }
        JsonNode next = document.path("next_heartbeat_s");
        return new Answer.Http(
                status,
                next.isNumber() && next.asLong() > 0 ? next.asLong() : Answer.ABSENT,
                seconds(retryAfter),
                cut(document.path("error").asText("")),
                cut(document.path("detail").asText("")));
    }

    private static long seconds(String retryAfter) {
        if (retryAfter == null || !SECONDS.matcher(retryAfter.strip()).matches()) {
            return Answer.ABSENT;
        }
        return Long.parseLong(retryAfter.strip());
    }

    private static String cut(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }
}
