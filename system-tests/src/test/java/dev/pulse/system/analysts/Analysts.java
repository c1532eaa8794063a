package dev.pulse.system.analysts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.Http;
import dev.pulse.system.PulseCommand;
import dev.pulse.system.books.TopicReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.DynamicTest;

/** What docs/guides/analytics.md prints, run against a grid that has a past, and held against what stands in its topics. */
public final class Analysts {
    private static final String PROVE = "ProveAgain.java";

    /** Of {@code pulse up}; the others follow, in the order in which any grid has its own. */
    private static final int FIRST_PORT = 8080;

    private final String explorer;
    private final KafkaSettings kafka;
    private final RegistryRecordSerdes serdes;
    private final Guide guide;
    private final Guide.Running uptime;

    private Analysts(String explorer, KafkaSettings kafka, RegistryRecordSerdes serdes, Guide guide) {
        this.explorer = explorer;
        this.kafka = kafka;
        this.serdes = serdes;
        this.guide = guide;
        this.uptime = guide.start(guide.block("UptimeByCountry.java"));
    }

    /**
     * A test for each way to read that the guide shows. Uptime is counted from now on.
     *
     * @param services addresses by the services' names
     */
    public static Stream<DynamicTest> tests(
            Map<String, String> services, String bootstrap, String registry, Path folder) {
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(new RegistrySettings(URI.create(registry)));
        String explorer = services.get("marketplace");
        int first = URI.create(explorer).getPort();
        Guide guide = new Guide(folder, port -> port - FIRST_PORT + first);
        Analysts analysts = new Analysts(explorer, KafkaSettings.of(bootstrap), serdes, guide);
        return Stream.of(
                        DynamicTest.dynamicTest("kcat", analysts::kcat),
                        DynamicTest.dynamicTest("the console consumer", analysts::consoleConsumer),
                        DynamicTest.dynamicTest(
                                "uptime by country", () -> analysts.uptimeByCountry(services.get("ingest"))),
                        DynamicTest.dynamicTest("heartbeats proved again", analysts::heartbeatsProvedAgain))
                .onClose(analysts.uptime::close)
                .onClose(serdes::close);
    }

    private void kcat() {
        boolean here = guide.run("kcat -V; curl -V").status() == 0;
        if (!here) {
            System.out.println("kcat or curl is not installed here: what the analysts' guide does with it is skipped");
        }
        assumeTrue(here, "kcat and curl are installed");
        Map<String, Long> before = transitions();
        List<String> printed = guide.run(guide.block("uniq -c")).good();
        Map<String, Long> after = transitions();
        assertThat(printed).hasSize(3);
        long most = Long.MAX_VALUE;
        for (String line : printed) {
            String[] words = line.strip().split(" ", 2);
            long count = Long.parseLong(words[0]);
            assertThat(count).as(line).isBetween(before.getOrDefault(words[1], 0L), after.get(words[1]));
            assertThat(count).as("from the most downwards").isLessThanOrEqualTo(most);
            most = count;
        }
        assertThat(Long.parseLong(printed.getFirst().strip().split(" ", 2)[0]))
                .isGreaterThanOrEqualTo(Collections.max(before.values()));
        String answer =
                String.join("\n", guide.run(guide.block("ccompat/v7/schemas")).good());
        assertThat(Http.json(Http.json(answer).path("schema").asText()))
                .isEqualTo(Http.json(NodeEvent.SCHEMA$.toString()));
    }

    private Map<String, Long> transitions() {
        return read(Topics.EVENTS).stream().collect(Collectors.groupingBy(NodeEvent::getNodeId, Collectors.counting()));
    }

    private void consoleConsumer() {
        List<String> printed =
                guide.run(guide.block("kafka-console-consumer.sh")).good();
        Map<String, JsonNode> events = read(Topics.EVENTS).stream()
                .collect(Collectors.toMap(event -> event.getNodeId() + "/" + event.getSequence(), Analysts::plain));
        assertThat(printed).hasSize(3).allSatisfy(line -> {
            String[] parts = line.split("\t", 2);
            JsonNode json = Http.json(parts[1]);
            assertThat(json)
                    .isEqualTo(events.get(parts[0] + "/" + json.path("sequence").asLong()));
        });
    }

    /** An event as its schema alone has it: times are numbers. */
    private static JsonNode plain(NodeEvent event) {
        return ((ObjectNode) Http.json(event.toString()))
                .put("at", event.getAt().toEpochMilli());
    }

    private void heartbeatsProvedAgain() {
        List<SpecificRecord> records = read(Topics.VERIFIED);
        List<VerifiedHeartbeat> heartbeats = of(VerifiedHeartbeat.class, records);
        List<NodeRotated> rotations = of(NodeRotated.class, records);
        assertThat(rotations).isNotEmpty();
        List<String> printed = guide.run(guide.block(PROVE)).good();
        String rest = " proved, 0 refused, 0 unsigned, " + rotations.size() + " rotations";
        assertThat(printed).hasSize(1).first().asString().endsWith(rest);
        assertThat(Integer.parseInt(printed.getFirst().replace(rest, "")))
                .isBetween(
                        heartbeats.size(),
                        of(VerifiedHeartbeat.class, read(Topics.VERIFIED)).size());

        VerifiedHeartbeat good = heartbeats.getFirst();
        String topic = Forgeries.write(kafka, serdes, good);
        Guide.Outcome outcome = guide.run(guide.block(PROVE).replace(Topics.VERIFIED.name(), topic));
        assertThat(outcome.lines())
                .as(outcome.errors())
                .containsExactly(
                        topic + "/0/1 " + good.getNodeId() + ": the signature does not hold",
                        topic + "/0/2 " + good.getNodeId() + ": the record says other than its payload",
                        topic + "/0/3 " + good.getNodeId() + ": another account, and no rotation",
                        "1 proved, 3 refused, 0 unsigned, 0 rotations");
        assertThat(outcome.status()).isOne();
    }

    private static <T> List<T> of(Class<T> type, List<SpecificRecord> records) {
        return records.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * The last line of each country is what the newest states add up to, of which none is missing; and time that nodes
     * were away counts against them.
     */
    private void uptimeByCountry(String ingest) {
        hearAgain(ingest);
        await("all countries are counted")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .failFast(() -> assertThat(uptime.isAlive()).as(uptime.errors()).isTrue())
                .untilAsserted(() -> {
                    Map<String, String> printed = new TreeMap<>();
                    uptime.lines().forEach(line -> printed.put(line.substring(0, 2), line));
                    assertThat(printed).isEqualTo(expected());
                    assertThat(printed.values()).anyMatch(line -> !line.contains("100.00 %"));
                });
        uptime.close();
    }

    /** Nodes that were silent since the first test speak again: the keys of a fleet follow from its seed. */
    private static void hearAgain(String ingest) {
        PulseCommand.run(
                Duration.ofSeconds(60),
                "fleet",
                "--nodes",
                "10",
                "--interval",
                "1s",
                "--duration",
                "2s",
                "--seed",
                "killed",
                "--ingest",
                ingest);
    }

    private Map<String, String> expected() {
        Map<String, NodeState> nodes = new HashMap<>();
        read(Topics.STATE).forEach(state -> nodes.put(state.getNodeId(), state));
        JsonNode stats = Http.get(explorer + "/api/v1/stats");
        assertThat(nodes)
                .hasSize(Stream.of("online", "unknown", "offline")
                        .mapToInt(liveness -> stats.path(liveness).asInt())
                        .sum());
        Map<String, List<NodeState>> countries = nodes.values().stream()
                .collect(Collectors.groupingBy(state ->
                        state.getLocation() == null ? "--" : state.getLocation().getCountry()));
        assertThat(countries).hasSizeGreaterThan(5);
        Map<String, String> lines = new TreeMap<>();
        countries.forEach((country, states) -> {
            long online = states.stream().mapToLong(NodeState::getOnlineMs).sum();
            long observed = states.stream().mapToLong(NodeState::getObservedMs).sum();
            if (observed > 0) {
                lines.put(
                        country,
                        String.format(
                                Locale.ROOT,
                                "%s %6.2f %%  %d of %d ms, %d nodes",
                                country,
                                100.0 * online / observed,
                                online,
                                observed,
                                states.size()));
            }
        });
        return lines;
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        Deserializer<V> deserializer = serdes.of(topic).deserializer();
        return new TopicReader(kafka)
                .read(topic).stream()
                        .map(record -> deserializer.deserialize(record.topic(), record.value()))
                        .toList();
    }
}
