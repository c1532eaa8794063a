package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryDeserializerTest {
    private final RegistryDeserializer reader = new RegistryDeserializer();
    private FakeRegistry registry;
    private RegistryRecordSerdes serdes;

    @BeforeEach
    void start() {
        registry = new FakeRegistry();
        serdes = new RegistryRecordSerdes(registry.settings());
        reader.configure(Map.of(RegistryDeserializer.URL, registry.url().toString()), false);
    }

    @AfterEach
    void stop() {
        reader.close();
        serdes.close();
        registry.close();
    }

    private byte[] write(SpecificRecord record) {
        return serdes.of(Topics.VERIFIED).serializer().serialize("t", record);
    }

    @Test
    void whatever_stands_in_a_topic_is_read_and_is_json() throws IOException {
        VerifiedHeartbeat written = Samples.verified();

        GenericRecord read = reader.deserialize("any", write(written));
        JsonNode json = new ObjectMapper().readTree(read.toString());

        assertThat(read.getSchema()).isEqualTo(written.getSchema());
        assertThat(json.path("node_id").asText()).isEqualTo(written.getNodeId());
        assertThat(json.path("received_at").asLong())
                .isEqualTo(written.getReceivedAt().toEpochMilli());
        assertThat(reader.deserialize("any", write(Samples.tick())).getSchema().getName())
                .isEqualTo("Tick");
        assertThat(reader.deserialize("any", null)).isNull();
    }

    @Test
    void other_bytes_are_refused() {
        byte[] good = write(Samples.tick());

        for (byte[] bad : new byte[][] {
            {},
            Arrays.copyOf(good, 3),
            Arrays.copyOf(good, good.length - 1),
            Arrays.copyOf(good, good.length + 1),
            {1, 0, 0, 0, 1},
            {0, 0, 0, 99, 99}
        }) {
            assertThatThrownBy(() -> reader.deserialize("any", bad)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void an_address_is_needed() {
        assertThatThrownBy(() -> new RegistryDeserializer().configure(Map.of(), false))
                .hasMessageStartingWith("registry.url is missing");
    }
}
