package dev.pulse.domain.heartbeat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The agreed heartbeats with their verdicts, {@code src/test/resources/vectors/heartbeats.json}. */
public final class Vectors {
    /** One heartbeat; canonical and sha256 are null where the file gives none. */
    public record Case(String name, long receivedAtS, byte[] body, String verdict, String canonical, String sha256) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    public static List<Case> all() {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/heartbeats.json")) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode c : new ObjectMapper().readTree(in).get("cases")) {
                cases.add(new Case(
                        c.get("name").asText(),
                        c.get("received_at").asLong(),
                        c.get("body").asText().getBytes(StandardCharsets.UTF_8),
                        c.get("verdict").asText(),
                        c.path("canonical").asText(null),
                        c.path("sha256").asText(null)));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
