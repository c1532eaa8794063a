package dev.pulse.marketplace.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How one service stands.
 *
 * @param state what it is
 * @param detail a sentence; null where it is up and has nothing to add
 * @param since since when it is in this state, unix milliseconds
 * @param askedAt when it was last asked, unix milliseconds
 * @param build which build it is, as it last said; null where it never did
 */
public record Standing(State state, String detail, long since, long askedAt, Build build) {
    /** What a service can be. */
    public enum State {
        /** It answers, and says that it is ready. */
        UP,
        /** It answers, and says that it is not ready. */
        NOT_READY,
        /** It does not answer, or not as a service of Pulse does. */
        UNREACHABLE
    }

    /**
     * A build.
     *
     * @param name the service's own name
     * @param version its version
     * @param commit the commit that it was built from; null where it does not say
     * @param startedAt when its process started, unix seconds; null where it does not say
     */
    public record Build(String name, String version, String commit, Long startedAt) {}

    /**
     * What a service answered.
     *
     * @param state what it is by that
     * @param detail a sentence, or null
     * @param build null where it did not say
     */
    public record Reply(State state, String detail, Build build) {
        /** Nothing came. */
        public static Reply unreachable(String why) {
            return new Reply(State.UNREACHABLE, why, null);
        }

        /**
         * The answer of {@code GET /ready}.
         *
         * @param status of HTTP
         * @param body its JSON; a missing node where it is none
         */
        public static Reply of(int status, JsonNode body) {
            boolean ours = body.isObject() && (body.has("state") || body.has("ready"));
            if (!ours || (status != 200 && status != 503)) {
                return unreachable("What answers there is no service of Pulse: HTTP " + status + ".");
            }
            return status == 200
                    ? new Reply(State.UP, null, build(body))
                    : new Reply(State.NOT_READY, why(body), build(body));
        }

        private static String why(JsonNode body) {
            return body.path("detail").isTextual()
                    ? shortened(body.path("detail").asText())
                    : "It says that it is "
                            + shortened(body.path("state").asText("not ready"))
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' ')
                            + ".";
        }

        private static Build build(JsonNode body) {
            return body.path("version").isTextual()
                    ? new Build(
                            shortened(body.path("service").asText("")),
                            shortened(body.path("version").asText()),
                            body.path("commit").isTextual()
                                    ? shortened(body.path("commit").asText())
                                    : null,
                            body.path("started_at").isIntegralNumber()
                                    ? body.path("started_at").asLong()
                                    : null)
                    : null;
        }

        private static String shortened(String text) {
            return text.length() <= 200 ? text : text.substring(0, 200) + "...";
        }
    }

    /**
     * How it stands after an answer.
     *
     * @param before how it stood; null where it was never asked
     * @param at when it was asked, unix milliseconds
     */
    static Standing after(Standing before, Reply reply, long at) {
        boolean same = before != null && before.state() == reply.state();
        Build build = reply.build() == null && before != null ? before.build() : reply.build();
        return new Standing(reply.state(), reply.detail(), same ? before.since() : at, at, build);
    }
}
