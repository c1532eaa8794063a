package dev.pulse.benchmarks.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The folder of recorded results, one JSON file for each benchmark. A file is replaced as a whole or not at all. */
public final class Results {
    private static final JsonMapper JSON = mapper();

    private final Path folder;

    /** Results in this folder, which is made when the first is written. */
    public Results(Path folder) {
        this.folder = folder;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Writes a result to {@code <benchmark>.json}.
     *
     * @return the file
     * @throws UncheckedIOException when it can't be written; what was there is then still there
     */
    public Path write(Result result) {
        return write(result.benchmark() + ".json", JSON.valueToTree(result));
    }

    /** Writes a document of another kind beside the results, as safely. */
    public Path write(String name, JsonNode document) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, name, ".tmp");
            try {
                Files.writeString(draft, pretty().writeValueAsString(document) + "\n", StandardCharsets.UTF_8);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the result can't be written: " + file, unwritable);
        }
        return file;
    }

    /**
     * A benchmark's recorded result; empty when it has not been run.
     *
     * @throws UncheckedIOException when its file is there and is no result
     */
    public Optional<Result> read(String benchmark) {
        Path file = folder.resolve(benchmark + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Result.class));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("no result: " + file, unreadable);
        }
    }

    /** A document of another kind that stands beside the results; empty when it is not there. */
    public Optional<JsonNode> readTree(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(file.toFile()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("no JSON: " + file, unreadable);
        }
    }

    private static ObjectWriter pretty() {
        return JSON.writerWithDefaultPrettyPrinter();
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .addModule(new JavaTimeModule())
                .build();
    }
}
