package dev.pulse.verifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.streams.StreamSettings;
import dev.pulse.streams.TopologyRunner;
import dev.pulse.verifier.crypto.BouncyCastleVerifier;
import dev.pulse.verifier.prove.VerdictCounters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered before there is a Kafka; bindings that exist are asked for in the system tests. */
class ResourcesTest {
    private final BindingsResource bindings = new BindingsResource(new TopologyRunner(
            new Topology(), KafkaSettings.of("127.0.0.1:1"), StreamSettings.of("pulse-test", Path.of("unused"))));

    @ParameterizedTest
    @ValueSource(strings = {"Node", "-a", "a b", "a_b"})
    void what_is_no_node_id_is_a_bad_request(String nodeId) {
        assertError(bindings.binding(nodeId), 400, "bad_node_id");
    }

    @Test
    void while_the_store_is_not_open_it_says_when_to_ask_again() {
        Response answer = bindings.binding("node-a");
        assertError(answer, 503, "restoring");
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void counters_begin_at_zero_and_name_every_outcome() {
        assertThat(new CountersResource(new VerdictCounters(new SimpleMeterRegistry()), new BouncyCastleVerifier())
                        .counters())
                .containsEntry("signature_provider", "BouncyCastle")
                .containsKeys("accepted", "bound", "ticks", "signature", "skew", "identity", "poison")
                .containsEntry("accepted", 0L);
    }

    private static void assertError(Response answer, int status, String code) {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getEntity())
                .asInstanceOf(map(String.class, String.class))
                .containsEntry("error", code)
                .containsKey("detail");
    }
}
