package dev.pulse.agent.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatComposerTest {
    private static final long T = 1_790_000_000;
    private static final NodeIdentity NODE = new NodeIdentity("node-0001", NodeKey.ofSeed(new byte[32]));
    private static final NodeFacts FULL = new NodeFacts(
            "host-é\u0001\"\\🌿",
            "46a:52b7::1",
            "1.0.3",
            86_400,
            3,
            new Capacity(16, 64, 2000, 1, 15, 3),
            new Location("BE", "Ghent", 51_053_000, -3_725_000),
            List.of(new Gpu("nvidia", "L4", 24)),
            "eu",
            "devnet");
    private static final NodeFacts BARE =
            new NodeFacts(null, "", null, -1, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), null, null);

    @Test
    void a_heartbeat_is_accepted_by_the_grid_with_every_field_as_it_was_meant() {
        SignedHeartbeat made = HeartbeatComposer.compose(NODE, FULL, T);

        Reading.Read read = (Reading.Read) new HeartbeatReader("devnet", false).read(made.body());

        assertThat(new HeartbeatJudge(new ReferenceEd25519(), false).judge(read, T * 1000, null))
                .isEqualTo(new Verdict.Accepted(true));
        assertThat(read.canonical()).isEqualTo(made.canonical());
        assertThat(read.signature()).isEqualTo(made.signature());
        var heartbeat = read.heartbeat();
        assertThat(heartbeat.nodeId()).isEqualTo("node-0001");
        assertThat(heartbeat.account()).isEqualTo(NODE.key().account());
        assertThat(heartbeat.timestamp()).isEqualTo(T);
        assertThat(heartbeat.hostname()).isEqualTo(FULL.hostname());
        assertThat(heartbeat.myceliumIp()).isEqualTo(FULL.myceliumIp());
        assertThat(heartbeat.version()).isEqualTo(FULL.version());
        assertThat(heartbeat.uptimeS()).isEqualTo(86_400);
        assertThat(heartbeat.runningVms()).isEqualTo(3);
        assertThat(heartbeat.capacity()).isEqualTo(FULL.capacity());
        assertThat(heartbeat.location()).isEqualTo(FULL.location());
        assertThat(heartbeat.gpus()).isEqualTo(FULL.gpus());
        assertThat(heartbeat.region()).isEqualTo("eu");
        assertThat(heartbeat.audience()).isEqualTo("devnet");
    }

    @Test
    void what_is_not_known_is_left_out() {
        SignedHeartbeat made = HeartbeatComposer.compose(NODE, BARE, T);

        assertThat(new String(made.canonical(), StandardCharsets.UTF_8))
                .isEqualTo("{\"node_account\":\"" + NODE.key().account()
                        + "\",\"node_id\":\"node-0001\",\"timestamp\":1790000000}");
        assertThat(new HeartbeatReader(null, false).read(made.body())).isInstanceOf(Reading.Read.class);
    }

    /** Made once with Python's json and cryptography packages from the same seed of 32 zero bytes. */
    @Test
    void the_bytes_are_those_of_another_implementation() {
        SignedHeartbeat made = HeartbeatComposer.compose(NODE, BARE, T);

        assertThat(new String(made.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"node_account\":\"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29\","
                        + "\"node_id\":\"node-0001\","
                        + "\"signature\":\"blXLB1Im7c9gNQXCg04fHAuB0qNqX1s1HUQgCgsincTvuEUWl4C+tSWur6X7vaOr37SiIclmJ4Xp0hjSEtVlCA==\","
                        + "\"timestamp\":1790000000}");
    }

    @Test
    void the_body_is_itself_in_canonical_form() {
        byte[] body = HeartbeatComposer.compose(NODE, FULL, T).body();

        assertThat(((CanonicalJson.Result.Canonical) CanonicalJson.canonicalize(body)).bytes())
                .isEqualTo(body);
    }

    @Test
    void a_text_that_looks_like_the_timestamp_does_not_mislead() {
        NodeFacts facts = new NodeFacts(
                "\"timestamp\":",
                null,
                ",\"timestamp\":1,",
                -1,
                -1,
                Capacity.UNKNOWN,
                Location.UNKNOWN,
                List.of(),
                null,
                null);

        byte[] body = HeartbeatComposer.compose(NODE, facts, T).body();

        Reading.Read read = (Reading.Read) new HeartbeatReader(null, false).read(body);
        assertThat(read.heartbeat().hostname()).isEqualTo(facts.hostname());
        assertThat(new HeartbeatJudge(new ReferenceEd25519(), false).judge(read, T * 1000, null))
                .isEqualTo(new Verdict.Accepted(true));
    }

    @Test
    void a_lone_surrogate_is_refused() {
        NodeFacts facts =
                new NodeFacts("\ud800", null, null, -1, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), null, null);

        assertThatThrownBy(() -> HeartbeatComposer.compose(NODE, facts, T))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void timestamps_increase_whatever_a_clock_does_within_the_freshness_limit() {
        TimestampSequence sequence = new TimestampSequence(300);

        assertThat(List.of(
                        sequence.next(1000),
                        sequence.next(1000),
                        sequence.next(999),
                        sequence.next(1010),
                        sequence.next(710),
                        sequence.next(1012)))
                .containsExactly(1000L, 1001L, 1002L, 1010L, 1011L, 1012L);
    }

    @Test
    void a_clock_set_back_by_more_than_the_limit_is_followed() {
        TimestampSequence sequence = new TimestampSequence(300);
        sequence.next(1000);

        assertThat(sequence.next(699)).isEqualTo(699);
        assertThat(sequence.next(699)).isEqualTo(700);
    }
}
