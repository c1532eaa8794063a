package dev.pulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every record of today can read and be read by those of every released version: full-transitive compatibility, as the
 * registry demands it, but found in the build. The versions are in {@code src/test/resources/schemas/vN}, one
 * self-contained file for each record; a release adds a folder, and none is ever changed. This test writes the present
 * ones into {@code target/schemas}, to be copied from there.
 */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("src/test/resources/schemas");
    private static final Path PRESENT = Path.of("target/schemas");

    private static Map<String, Schema> present() {
        Map<String, Schema> schemas = new TreeMap<>();
        Topics.all().stream()
                .flatMap(topic -> topic.values().stream())
                .map(type -> SpecificData.get().getSchema(type))
                .forEach(schema -> schemas.put(schema.getName(), schema));
        return schemas;
    }

    /** The released versions, oldest first: folder name to record name to schema. */
    private static Map<String, Map<String, Schema>> released() throws IOException {
        Map<String, Map<String, Schema>> versions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(RELEASED)) {
            files.filter(file -> file.toString().endsWith(".avsc")).forEach(file -> {
                Schema schema = parse(file);
                versions.computeIfAbsent(file.getParent().getFileName().toString(), version -> new TreeMap<>())
                        .put(schema.getName(), schema);
            });
        }
        return versions;
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails where either can't read what the other wrote, saying where. */
    private static void assertCompatible(String which, Schema one, Schema other) {
        List<String> differences = new ArrayList<>();
        for (Schema[] pair : new Schema[][] {{one, other}, {other, one}}) {
            SchemaPairCompatibility checked = SchemaCompatibility.checkReaderWriterCompatibility(pair[0], pair[1]);
            if (checked.getType() != SchemaCompatibilityType.COMPATIBLE) {
                differences.add(checked.getResult().getIncompatibilities().toString());
            }
        }
        assertThat(differences).as(which).isEmpty();
    }

    @Test
    void everyRecordIsCompatibleWithEveryReleasedVersion() throws IOException {
        Map<String, Schema> present = present();
        Files.createDirectories(PRESENT);
        for (Schema schema : present.values()) {
            Files.writeString(
                    PRESENT.resolve(schema.getName() + ".avsc"), SchemaFormatter.format("json/pretty", schema) + "\n");
        }

        Map<String, Map<String, Schema>> released = released();
        assertThat(released).containsKey("v1");
        released.forEach((version, schemas) -> {
            assertThat(present.keySet()).as("records of " + version).containsAll(schemas.keySet());
            schemas.forEach((name, schema) -> assertCompatible(name + " of " + version, present.get(name), schema));
        });
    }

    @Test
    void everyRecordOfATopicHasAReleasedVersion() throws IOException {
        Set<String> names = new HashSet<>();
        released().values().forEach(schemas -> names.addAll(schemas.keySet()));
        assertThat(names)
                .as("copy target/schemas into a new folder under " + RELEASED)
                .containsExactlyInAnyOrderElementsOf(present().keySet());
    }

    @Test
    void everyRecordFieldAndEnumerationHasADoc() {
        Map<String, String> docs = new HashMap<>();
        present().values().forEach(schema -> collect(schema, docs));
        // Twelve records and their inner ones have more fields than this.
        assertThat(docs).hasSizeGreaterThan(90);
        assertThat(docs)
                .allSatisfy((where, doc) -> assertThat(doc)
                        .as(where)
                        .isNotNull()
                        .hasSizeGreaterThan(3)
                        .endsWith("."));
    }

    private static void collect(Schema schema, Map<String, String> docs) {
        switch (schema.getType()) {
            case RECORD -> {
                docs.put(schema.getName(), schema.getDoc());
                for (Schema.Field field : schema.getFields()) {
                    docs.put(schema.getName() + "." + field.name(), field.doc());
                    collect(field.schema(), docs);
                }
            }
            case ENUM -> docs.put(schema.getName(), schema.getDoc());
            case ARRAY -> collect(schema.getElementType(), docs);
            case UNION -> schema.getTypes().forEach(type -> collect(type, docs));
            default -> {}
        }
    }

    /** The check itself: each of these changes of a released schema must be found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a field without default | {"name":"at"           | {"name":"x","type":"int"},{"name":"at"
            a field of another name | {"name":"at"           | {"name":"when"
            a field of another type | "type":"int"           | "type":"string"
            a wider type            | "type":"int"           | "type":"long"
            another name            | "name":"Tick"          | "name":"Tock"
            """)
    void aChangeThatBreaksReadersIsFound(String what, String before, String after) {
        Schema tick = Tick.getClassSchema();
        String changed = tick.toString().replace(before, after);
        assertThat(changed).isNotEqualTo(tick.toString());
        assertThatThrownBy(() -> assertCompatible(what, new Schema.Parser().parse(changed), tick))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    @Test
    void whatIsAllowedPasses() {
        Schema tick = Tick.getClassSchema();
        String more = tick.toString()
                .replace(
                        "{\"name\":\"at\"",
                        "{\"name\":\"x\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"at\"");
        assertCompatible("a field with a default", new Schema.Parser().parse(more), tick);

        // A reason, a command, a cause that only a newer service knows.
        for (Schema record :
                List.of(DeadLetter.getClassSchema(), NodeCommand.getClassSchema(), NodeEvent.getClassSchema())) {
            String newer = record.toString().replace("\"OTHER\"],\"default\"", "\"OTHER\",\"NEWER\"],\"default\"");
            assertThat(newer).isNotEqualTo(record.toString());
            assertCompatible("one more symbol", new Schema.Parser().parse(newer), record);
        }
    }
}
