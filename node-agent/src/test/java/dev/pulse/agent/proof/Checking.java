package dev.pulse.agent.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.cli.AgentCommands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Types {@code check-proof} with answers that a marketplace gave, three hours after their heartbeats were signed. */
final class Checking {
    private static final Path SAVED = Path.of("../marketplace-api/src/test/resources/proofs");
    private static final ObjectMapper JSON = new ObjectMapper();

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** The status that it ends with. */
    int check(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Instant now = Instant.ofEpochSecond(1_790_000_000L).plus(Duration.ofHours(3));
        return AgentCommands.configured(new NodeCheckProofCommand(() -> now))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    /** The lines that speak against it. */
    List<String> failed() {
        return out.toString().lines().filter(line -> line.startsWith("FAILED")).toList();
    }

    /** The file of a saved answer. */
    static String saved(String name) {
        return SAVED.resolve(name + ".json").toString();
    }

    /** A saved answer, to be changed. */
    static ObjectNode proof(String name) {
        try {
            return (ObjectNode) JSON.readTree(Files.readAllBytes(Path.of(saved(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer in a file of its own. */
    static String written(Path folder, ObjectNode proof) throws IOException {
        return Files.write(folder.resolve("proof.json"), JSON.writeValueAsBytes(proof))
                .toString();
    }

    /** What the ledger is said to have answered about its offer. */
    static ObjectNode listing(String name) {
        try {
            return (ObjectNode)
                    JSON.readTree(proof(name).path("listing").path("result").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
