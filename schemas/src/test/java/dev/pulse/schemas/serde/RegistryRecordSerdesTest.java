package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryRecordSerdesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> progress = new ArrayList<>();
    private FakeRegistry registry;
    private RegistryRecordSerdes serdes;
    private Serde<SpecificRecord> verified;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        serdes = new RegistryRecordSerdes(registry.settings(), nanos::get);
        verified = serdes.of(Topics.VERIFIED);
    }

    @AfterEach
    void stop() {
        serdes.close();
        registry.close();
    }

    private byte[] write(SpecificRecord record) {
        return verified.serializer().serialize("t", record);
    }

    private SpecificRecord read(byte[] bytes) {
        return verified.deserializer().deserialize("t", bytes);
    }

    private static byte[] framed(int id, byte... data) {
        return ByteBuffer.allocate(5 + data.length)
                .put((byte) 0)
                .putInt(id)
                .put(data)
                .array();
    }

    @Test
    void theWireFormatIsAZeroTheContentIdAndAvroBinary() {
        byte[] bytes = write(Samples.tick());

        byte[] bare =
                new SingleObjectRecordSerdes().of(Topics.VERIFIED).serializer().serialize("t", Samples.tick());
        assertThat(bytes).startsWith(0, 0, 0, 0, 1).hasSize(bare.length - 5);
        assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).isEqualTo(Arrays.copyOfRange(bare, 10, bare.length));
        assertThat(read(bytes)).isEqualTo(Samples.tick());
    }

    @Test
    void afterTheStartNothingIsAskedAgainAndRecordsGoOnWithoutARegistry() {
        serdes.awaitRegistry(SOON, progress::add);
        int callsOfTheStart = registry.calls().size();
        registry.stop();

        for (var topic : Topics.all()) {
            assertThat(serdes.of(topic)).isNotNull();
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(read(write(Samples.verified()))).isEqualTo(Samples.verified());
            assertThat(read(write(Samples.tick()))).isEqualTo(Samples.tick());
        }
        Serde<SpecificRecord> raw = serdes.of(Topics.RAW);
        byte[] bytes = raw.serializer().serialize("t", Samples.signed());
        assertThat(raw.deserializer().deserialize("t", bytes)).isEqualTo(Samples.signed());
        assertThat(registry.calls()).hasSize(callsOfTheStart);
    }

    @Test
    void theStartRegistersEveryRecordUnderItsNameWithFullTransitiveCompatibility() {
        serdes.awaitRegistry(SOON, progress::add);

        List<String> names = Topics.all().stream()
                .flatMap(topic -> topic.values().stream())
                .map(Class::getName)
                .distinct()
                .toList();
        assertThat(registry.rules()).containsExactlyElementsOf(names);
        assertThat(registry.calls()).hasSize(2 * names.size());
        assertThat(progress)
                .containsExactly("The schema registry at " + registry.url() + " has all " + names.size() + " schemas.");

        // A second service finds them all.
        try (RegistryRecordSerdes other = new RegistryRecordSerdes(registry.settings())) {
            other.awaitRegistry(SOON, progress::add);
            byte[] bytes = other.of(Topics.VERIFIED).serializer().serialize("t", Samples.tick());
            assertThat(bytes).isEqualTo(write(Samples.tick()));
        }
    }

    @Test
    void theStartWaitsForARegistryThatComesLateAndSaysSo() {
        registry.stop();

        serdes.awaitRegistry(SOON, message -> {
            progress.add(message);
            if (progress.size() == 1) {
                registry.startAgain();
            }
        });

        assertThat(progress)
                .hasSize(2)
                .first()
                .isEqualTo("Waiting for the schema registry at " + registry.url() + ", 0 of at most 30 s.");
    }

    @Test
    void aRegistryThatStaysAwayIsNamed() {
        registry.stop();
        assertThatThrownBy(() -> serdes.awaitRegistry(SOON, message -> nanos.addAndGet(SOON.toNanos())))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(registry.url().toString())
                .hasMessageContaining("nothing listens there")
                .hasMessageContaining("Waited 30 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 409, 429})
    void aRegistryThatIsNotWellIsWaitedFor(int status) {
        registry.failWith(status);
        serdes.awaitRegistry(SOON, message -> {
            progress.add(message);
            registry.failWith(0);
        });
        assertThat(progress).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404})
    void aRegistryThatRefusesIsNotWaitedFor(int status) {
        registry.failWith(status);
        assertThatThrownBy(() -> serdes.awaitRegistry(SOON, progress::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(registry.url().toString())
                .hasMessageContaining("answers " + status)
                .hasMessageContaining("It has been told to.");
        assertThat(progress).isEmpty();
    }

    @Test
    void anUnknownIdIsAskedForOnceAMinute() {
        byte[] bytes = framed(77, (byte) 0);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> read(bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("no Avro schema 77");
        }
        assertThat(registry.calls()).containsExactly("GET /ids/contentIds/77");

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(SerializationException.class);
        assertThat(registry.calls()).hasSize(2);
    }

    @Test
    void garbageThatIsNotFramedNeverReachesTheRegistry() {
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[4],
                "not Avro at all".getBytes(StandardCharsets.UTF_8),
                framed(0, (byte) 1),
                framed(-1, (byte) 1))) {
            assertThatThrownBy(() -> read(bytes)).isInstanceOf(SerializationException.class);
        }
        assertThat(registry.calls()).isEmpty();
    }

    @Test
    void garbageBehindAKnownIdIsRefusedWithoutTheRegistry() {
        write(Samples.tick());
        int calls = registry.calls().size();
        assertThatThrownBy(() -> read(framed(1, (byte) 0x80))).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read(framed(1, (byte) 2, (byte) 0x7F))).isInstanceOf(SerializationException.class);
        assertThat(registry.calls()).hasSize(calls);
    }

    @Test
    void aSchemaThatIsNotKnownYetWhileTheRegistryIsAwayIsNoPoison() throws Exception {
        int id = registry.register(
                "dev.pulse.schemas.Tick", Tick.getClassSchema().toString(), null);
        byte[] tick = write(Samples.tick());
        ByteBuffer.wrap(tick).putInt(1, id + 1);
        registry.register("dev.pulse.schemas.Tick", newerTick(), null);
        registry.stop();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> read(tick))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .isNotInstanceOf(SerializationException.class)
                    .hasMessageContaining(registry.url().toString());
        }
        registry.startAgain();
        // Left alone for a second.
        assertThatThrownBy(() -> read(tick)).isInstanceOf(RegistryUnavailableException.class);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        byte[] newer = Arrays.copyOf(tick, tick.length + 1);
        assertThat(read(newer)).isEqualTo(Samples.tick());
    }

    @Test
    void aNewerSchemaIsAskedForOnceAndReadIntoTheClassesOfThisService() {
        byte[] tick = write(Samples.tick());
        int id = registry.register("dev.pulse.schemas.Tick", newerTick(), null);
        int calls = registry.calls().size();
        byte[] newer = Arrays.copyOf(tick, tick.length + 1);
        ByteBuffer.wrap(newer).putInt(1, id);

        for (int i = 0; i < 100; i++) {
            assertThat(read(newer)).isEqualTo(Samples.tick());
        }
        assertThat(registry.calls())
                .hasSize(calls + 2)
                .endsWith("GET /ids/contentIds/" + id, "GET /ids/contentIds/" + id + "/references");
    }

    @Test
    void aSchemaInPiecesIsPutTogether() throws Exception {
        // What the registry's own serialiser makes of a record with named types inside.
        ObjectMapper json = new ObjectMapper();
        String whole = VerifiedHeartbeat.getClassSchema().toString();
        ArrayNode references = json.createArrayNode();
        for (String field : List.of("capacity", "location")) {
            Schema inner = VerifiedHeartbeat.getClassSchema()
                    .getField(field)
                    .schema()
                    .getTypes()
                    .get(1);
            registry.register(inner.getFullName(), inner.toString(), null);
            references
                    .addObject()
                    .put("groupId", "default")
                    .put("artifactId", inner.getFullName())
                    .put("version", "1")
                    .put("name", inner.getFullName());
            String text = inner.toString();
            // As it stands in the outer schema: without its namespace, which it inherits.
            String inherited = text.replace(",\"namespace\":\"dev.pulse.schemas\"", "");
            assertThat(whole).contains(inherited);
            whole = whole.replace(inherited, "\"" + inner.getFullName() + "\"");
        }
        int id = registry.register("dev.pulse.schemas.VerifiedHeartbeat", whole, references);
        byte[] bytes = write(Samples.verified());
        ByteBuffer.wrap(bytes).putInt(1, id);

        assertThat(read(bytes)).isEqualTo(Samples.verified());
    }

    @Test
    void aSchemaOfAnotherRecordIsRefusedAndNotAskedForAgain() {
        int id = registry.register("a.b.C", "{\"type\":\"record\",\"name\":\"a.b.C\",\"fields\":[]}", null);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> read(framed(id)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("not a a.b.C");
        }
        assertThat(registry.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"syntax = \"proto3\";", "{\"type\":\"nonsense\"}", "{\"type\":", ""})
    void contentThatIsNoAvroSchemaIsAnUnknownId(String content) {
        int id = registry.register("a.b.C", content, null);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> read(framed(id, (byte) 0))).isInstanceOf(SerializationException.class);
        }
        assertThat(registry.calls()).hasSize(2);
    }

    @Test
    void aHugeAnswerIsCutOff() {
        int id = registry.register("a.b.C", "\"" + "x".repeat(2 * 1024 * 1024) + "\"", null);
        assertThatThrownBy(() -> read(framed(id, (byte) 0)))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("more than 1048576 bytes");
    }

    /** A tick with one more field, which has a default. */
    private static String newerTick() {
        return Tick.getClassSchema()
                .toString()
                .replaceFirst("\\]}$", ",{\"name\":\"more\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
    }
}
