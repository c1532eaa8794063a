package dev.pulse.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetPartsTest {
    private static final long T = 1_790_000_000;
    private static final HeartbeatReader READER = new HeartbeatReader(null, false);

    @TempDir
    Path temp;

    @Test
    void a_fleet_that_starts_again_is_the_same_fleet() throws IOException {
        FleetSeed first = FleetSeed.loadOrCreate(temp.resolve("f"), new SecureRandom());
        FleetSeed again = FleetSeed.loadOrCreate(temp.resolve("f"), new SecureRandom());

        assertThat(node(again, "node-0001").good(T))
                .isEqualTo(node(first, "node-0001").good(T));
        assertThat(node(first, "node-0002").facts(T))
                .isNotEqualTo(node(first, "node-0001").facts(T));
        assertThat(FleetSeed.of("a").key("node", "node-0001").account())
                .isEqualTo(FleetSeed.of("a").key("node", "node-0001").account())
                .isNotEqualTo(FleetSeed.of("b").key("node", "node-0001").account())
                .isNotEqualTo(FleetSeed.of("a").key("impostor", "node-0001").account());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("f/fleet-seed"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_seed_is_refused() throws IOException {
        Files.writeString(temp.resolve("fleet-seed"), "abc");

        assertThatThrownBy(() -> FleetSeed.loadOrCreate(temp, new SecureRandom()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void facts_are_plausible_change_seldom_and_hold_the_rule_of_slices() {
        Set<Long> used = new HashSet<>();
        int withGpu = 0;
        for (int i = 1; i <= 500; i++) {
            SimulatedNode node = node(FleetSeed.of("s"), "node-" + i);
            NodeFacts facts = node.facts(T);
            Capacity capacity = facts.capacity();
            assertThat(capacity.slicesTotal()).isEqualTo(Capacity.slicesOf(capacity.ramGb()));
            assertThat(capacity.slicesUsed()).isBetween(0L, capacity.slicesTotal());
            assertThat(facts.runningVms()).isBetween(0L, capacity.slicesUsed());
            assertThat(capacity.gpuCount()).isEqualTo(facts.gpus().size());
            assertThat(facts.location().country()).isIn("BE", "DE", "FI", "PT", "PL", "CH");
            assertThat(facts.uptimeS()).isPositive();
            assertThat(node.facts(T + 3600).uptimeS()).isEqualTo(facts.uptimeS() + 3600);
            withGpu += facts.gpus().isEmpty() ? 0 : 1;
            used.add(capacity.slicesUsed());
        }
        assertThat(withGpu).isBetween(45, 110);
        assertThat(used).hasSizeGreaterThan(10);
        SimulatedNode one = node(FleetSeed.of("s"), "node-1");
        int changes = 0;
        for (long t = T; t < T + 36_000; t += 60) {
            changes += one.facts(t).capacity().equals(one.facts(t + 60).capacity()) ? 0 : 1;
        }
        assertThat(changes).isBetween(20, 60);
    }

    @Test
    void extras_come_in_the_shares_asked_for() {
        FleetRates rates = new FleetRates(0.1, 0.2, 0.05, 0.15, 0.3);
        Map<Kind, Integer> drawn = new EnumMap<>(Kind.class);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            drawn.merge(rates.extra(random.nextDouble()), 1, Integer::sum);
        }

        assertThat(drawn.get(Kind.BAD_SIGNATURE)).isBetween(9_500, 10_500);
        assertThat(drawn.get(Kind.SKEWED)).isBetween(19_500, 20_500);
        assertThat(drawn.get(Kind.IMPOSTOR)).isBetween(4_500, 5_500);
        assertThat(drawn.get(Kind.DUPLICATE)).isBetween(14_500, 15_500);
        assertThat(drawn.get(Kind.MALFORMED)).isBetween(29_500, 30_500);
        assertThat(drawn.get(Kind.GOOD)).isBetween(19_500, 20_500);
        assertThat(FleetRates.NONE.extra(0)).isEqualTo(Kind.GOOD);
        assertThat(new FleetRates(0, 0, 0, 0, 1).extra(Math.nextDown(1.0))).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void shares_and_settings_that_cannot_be_are_refused_with_a_sentence() {
        assertThatThrownBy(() -> new FleetRates(0.5, 0.5, 0.1, 0, 0)).hasMessageContaining("more than 100%");
        assertThatThrownBy(() -> new FleetRates(-0.1, 0, 0, 0, 0)).hasMessageContaining("between 0% and 100%");
        assertThatThrownBy(() -> new FleetRates(Double.NaN, 0, 0, 0, 0)).hasMessageContaining("between 0% and 100%");
        assertThatThrownBy(() -> FleetSettings.of(0, Duration.ofSeconds(1), List.of()))
                .hasMessageContaining("1 to");
        assertThatThrownBy(() -> FleetSettings.of(1, Duration.ofMillis(999), List.of()))
                .hasMessageContaining("at least 1s");
    }

    @Test
    void each_malformed_way_is_refused_for_its_own_reason() {
        SimulatedNode node = node(FleetSeed.of("m"), "node-0001");
        Map<MalformedKind, String> codes = new EnumMap<>(MalformedKind.class);
        for (MalformedKind way : MalformedKind.values()) {
            if (READER.read(node.malformed(way, T)) instanceof Reading.Refused refused) {
                codes.put(way, refused.malformed().code().wire());
            }
        }

        assertThat(codes)
                .containsExactly(
                        Map.entry(MalformedKind.FLOAT, "bad_number"),
                        Map.entry(MalformedKind.DUPLICATE_KEY, "duplicate_key"),
                        Map.entry(MalformedKind.TRUNCATED, "not_json"),
                        Map.entry(MalformedKind.NO_TIMESTAMP, "missing_field"),
                        Map.entry(MalformedKind.NAMED_ACCOUNT, "bad_account"),
                        Map.entry(MalformedKind.SHORT_SIGNATURE, "bad_signature_encoding"),
                        Map.entry(MalformedKind.WEAK_ACCOUNT, "weak_account"),
                        Map.entry(MalformedKind.EMPTY, "not_json"));
        assertThat(node.malformed(MalformedKind.TOO_LARGE, T)).hasSize(8193);
        assertThat(MalformedKind.WRONG_TYPE.contentType()).isEqualTo("text/plain");
    }

    @Test
    void names_stay_when_the_fleet_grows() {
        FleetSettings settings = FleetSettings.of(20_000, Duration.ofSeconds(60), List.of());

        assertThat(settings.nodeId(0)).isEqualTo("node-0001");
        assertThat(settings.nodeId(9_999)).isEqualTo("node-10000");
    }

    @Test
    void the_report_holds_every_number() throws IOException {
        KindSummary some =
                new KindSummary(10, 13, 3, 7, 1, 1, 1, 2, 1, new TreeMap<>(Map.of(202, 7L, 400, 1L, 502, 2L)));
        KindSummary none = new KindSummary(0, 0, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>());
        Map<Kind, KindSummary> kinds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            kinds.put(kind, kind == Kind.GOOD || kind == Kind.MALFORMED ? some : none);
        }
        Map<MalformedKind, KindSummary> ways = new EnumMap<>(MalformedKind.class);
        for (MalformedKind way : MalformedKind.values()) {
            ways.put(way, way == MalformedKind.FLOAT ? some : none);
        }
        FleetSummary summary = new FleetSummary(4, 3, List.of("node-0002"), Duration.ofSeconds(2), 0, 0, kinds, ways);

        JsonNode json = new ObjectMapper().readTree(FleetReport.json(summary));
        assertThat(json.path("accepted").asLong()).isEqualTo(7);
        assertThat(json.path("killed").path(0).asText()).isEqualTo("node-0002");
        JsonNode good = json.path("kinds").path("good");
        assertThat(good.toString())
                .isEqualTo(
                        "{\"heartbeats\":10,\"posts\":13,\"retries\":3,\"acknowledged\":7,\"refused\":1,\"given_up\":1,"
                                + "\"open\":1,\"timeouts\":2,\"errors\":1,\"answers\":{\"202\":7,\"400\":1,\"502\":2}}");
        assertThat(json.path("malformed").path("float")).isEqualTo(good);
        assertThat(json.path("total").path("posts").asLong()).isEqualTo(26);
        String[] lines = FleetReport.table(summary).split("\\R");
        assertThat(lines[1].trim().split(" {2,}"))
                .containsExactly(
                        "kind",
                        "heartbeats",
                        "posts",
                        "retries",
                        "202",
                        "400",
                        "413",
                        "415",
                        "429",
                        "502",
                        "503",
                        "timeout",
                        "error",
                        "acknowledged",
                        "refused",
                        "given up",
                        "open");
        assertThat(lines[2].trim().split(" {2,}"))
                .containsExactly(
                        "good", "10", "13", "3", "7", "1", "-", "-", "-", "2", "-", "2", "1", "7", "1", "1", "1");
        assertThat(lines).hasSize(2 + 6 + 10 + 2);
    }

    private static SimulatedNode node(FleetSeed seed, String nodeId) {
        return new SimulatedNode(seed, nodeId, "eu", null);
    }
}
