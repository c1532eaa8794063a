package dev.pulse.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Whom a node is to serve, as the marketplace says.
 *
 * @param version what these are known by
 * @param slices how many slices they take together
 * @param document the whole answer
 */
public record Reservations(String version, long slices, JsonNode document) {
    /**
     * Those of an answer.
     *
     * @throws IOException where it is none
     */
    static Reservations of(JsonNode answer) throws IOException {
        if (!answer.path("version").isTextual() || !answer.path("reservations").isArray()) {
            throw new IOException("The marketplace's answer names no reservations.");
        }
        long slices = 0;
        for (JsonNode one : answer.path("reservations")) {
            slices += one.path("slices").asLong();
        }
        return new Reservations(answer.path("version").asText(), slices, answer);
    }

    /** How many there are. */
    public int count() {
        return document.path("reservations").size();
    }
}
