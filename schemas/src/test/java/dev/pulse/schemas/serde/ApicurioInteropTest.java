package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.topic.Topics;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The registry's own serialiser and deserialiser, and ours, read each other's records. Runs against the emulated
 * registry, or with {@code -Dpulse.test.registry=http://.../apis/registry/v3} against a real one.
 */
class ApicurioInteropTest {
    private static final Map<String, Object> COMMON = Map.of(
            "apicurio.registry.auto-register",
            true,
            "apicurio.registry.headers.enabled",
            false,
            "apicurio.registry.use-id",
            "contentId",
            "apicurio.registry.artifact-resolver-strategy",
            "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy",
            "apicurio.registry.use-specific-avro-reader",
            true);

    private final AvroKafkaSerializer<SpecificRecord> theirSerializer = new AvroKafkaSerializer<>();
    private final AvroKafkaDeserializer<SpecificRecord> theirDeserializer = new AvroKafkaDeserializer<>();
    private FakeRegistry fake;
    private RegistryRecordSerdes serdes;
    private Serde<SpecificRecord> ours;

    @BeforeEach
    void start() {
        fake = new FakeRegistry();
        URI url =
                URI.create(System.getProperty("pulse.test.registry", fake.url().toString()));
        serdes = new RegistryRecordSerdes(new RegistrySettings(url));
        ours = serdes.of(Topics.VERIFIED);
        Map<String, Object> config = new java.util.HashMap<>(COMMON);
        config.put("apicurio.registry.url", url.toString());
        theirSerializer.configure(config, false);
        theirDeserializer.configure(config, false);
    }

    @AfterEach
    void stop() {
        theirSerializer.close();
        theirDeserializer.close();
        serdes.close();
        fake.close();
    }

    @Test
    void theyReadWhatWeWrite() {
        for (SpecificRecord record : List.of(Samples.verified(), Samples.tick())) {
            byte[] bytes = ours.serializer().serialize("t", record);
            assertThat(theirDeserializer.deserialize("t", bytes)).isEqualTo(record);
        }
    }

    @Test
    void weReadWhatTheyWrite() {
        for (SpecificRecord record : List.of(Samples.verified(), Samples.tick())) {
            byte[] bytes = theirSerializer.serialize("t", record);
            assertThat(ours.deserializer().deserialize("t", bytes)).isEqualTo(record);
        }
    }

    @Test
    void bothWriteTheSameBinary() {
        byte[] their = theirSerializer.serialize("t", Samples.verified());
        byte[] our = ours.serializer().serialize("t", Samples.verified());
        assertThat(our).hasSameSizeAs(their);
        assertThat(java.util.Arrays.copyOfRange(our, 5, our.length))
                .isEqualTo(java.util.Arrays.copyOfRange(their, 5, their.length));
    }
}
