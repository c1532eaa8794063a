package dev.pulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Heartbeats for tests: well formed, signed by nobody in particular, since the ingest proves nothing. */
final class Beats {
    static final String ACCOUNT = "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7";
    static final String SIGNATURE = Base64.getEncoder().encodeToString(new byte[64]);

    /** A case of the shared vectors. */
    record Case(String name, String body, String verdict, String canonical) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Beats() {}

    static String of(String nodeId) {
        return of(nodeId, "");
    }

    /** With further members, each ending in a comma. */
    static String of(String nodeId, String members) {
        return "{\"node_id\":\"" + nodeId + "\",\"node_account\":\"" + ACCOUNT + "\"," + members
                + "\"timestamp\":1790000000,\"signature\":\"" + SIGNATURE + "\"}";
    }

    /** Of so many bytes. */
    static String ofSize(int size) {
        int bare = of("node-1", "\"pad\":\"\",").length();
        return of("node-1", "\"pad\":\"" + "x".repeat(size - bare) + "\",");
    }

    static List<Case> vectors() {
        try {
            List<Case> cases = new ArrayList<>();
            for (JsonNode c : TestIngest.JSON
                    .readTree(Files.readAllBytes(Path.of("../domain/src/test/resources/vectors/heartbeats.json")))
                    .get("cases")) {
                cases.add(new Case(
                        c.get("name").asText(),
                        c.get("body").asText(),
                        c.get("verdict").asText(),
                        c.path("canonical").asText(null)));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
