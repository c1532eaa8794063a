package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.system.analysts.Analysts;
import dev.pulse.system.deploy.Probes;
import dev.pulse.system.watch.Traced;
import dev.pulse.system.watch.Watched;
import dev.pulse.telemetry.trace.OtlpReceiver;
import dev.pulse.telemetry.trace.TracingSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one {@code pulse up} answers while it runs. It is started once; a test counts from what it finds, and the first has
 * it to itself, since whole fleets that fall silent after it are what the region guard is for.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunningGridTest {
    /** Grace is then nine seconds: a machine that is busy with other tests does not make a node late. */
    private static final String INTERVAL = "3s";

    private static final Duration GRACE = Duration.ofSeconds(9);

    /**
     * How much later than its grace a node may be called offline. A machine so busy that ticks stay away adds what was not
     * observed; how late it is without that, tests in virtual time say to the second.
     */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final Duration STEP = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    @TempDir
    Path home;

    private static OtlpReceiver collector;

    private static Grid grid;

    @BeforeAll
    static void start() {
        collector = OtlpReceiver.begin();
        grid = new Grid(folder, INTERVAL, Map.of(TracingSettings.VARIABLE, collector.address()));
        grid.start("--no-fleet");
    }

    @AfterAll
    static void stop() {
        grid.stop();
        collector.close();
    }

    @Test
    @Order(1)
    void killed_nodes_go_offline_within_their_grace_and_no_other_does() throws IOException {
        Path summaryFile = home.resolve("summary.json");
        try (Watched watched = Watched.begin(grid.services(), home.resolve("prometheus"));
                PulseProcess fleet = PulseProcess.start(
                        home,
                        "fleet",
                        "--nodes",
                        "100",
                        "--interval",
                        INTERVAL,
                        "--ingest",
                        grid.ingest(),
                        "--seed",
                        "killed",
                        "--kill",
                        "20%",
                        "--after",
                        "8s",
                        "--json",
                        summaryFile.toString())) {
            grid.awaitOnline(100);
            await("nodes are killed").atMost(STEP).until(() -> fleet.output().contains("stopped for good"));
            await("20 are offline")
                    .atMost(STEP)
                    .ignoreExceptions()
                    .until(() -> grid.stats().path("offline").asInt() == 20);
            Set<String> offline = grid.nodes("offline");
            grid.observe(GRACE.plusSeconds(3));
            assertThat(grid.nodes("offline")).isEqualTo(offline);
            fleet.interrupt();
            fleet.awaitExit(Duration.ofSeconds(20));
            Set<String> killed = new TreeSet<>();
            Http.json(Files.readString(summaryFile)).path("killed").forEach(node -> killed.add(node.asText()));
            assertThat(offline).isEqualTo(killed).hasSize(20);
            assertLateness(killed);
            assertPast(killed.iterator().next());
            watched.assertPanelsHaveValues("PulseManyOffline");
            watched.assertDocumented(killed);
        }
    }

    /** From each killed node's last heartbeat to its OFFLINE: the grace and little more. */
    private static void assertLateness(Set<String> killed) {
        for (String node : killed) {
            JsonNode state = Http.get(grid.explorer() + "/api/v1/nodes/" + node);
            JsonNode known = state.has("node") ? state.path("node") : state;
            long silence =
                    known.path("since").asLong() - known.path("last_seen").asLong();
            assertThat(silence)
                    .as("seconds from the last heartbeat of %s to its OFFLINE", node)
                    .isBetween(GRACE.toSeconds() - 1, GRACE.plus(LATE).toSeconds());
        }
    }

    /** The past of a killed node: two transitions that say what its counters stood at, and what follows from them. */
    private static void assertPast(String node) {
        String url = grid.explorer() + "/api/v1/nodes/" + node;
        await("the past of " + node + " is read")
                .ignoreExceptions()
                .until(() -> Http.get(url + "/transitions").path("transitions").size() == 2);
        JsonNode past = Http.get(url + "/uptime?by=hour&window=1h");
        assertThat(past.path("flaps").asInt()).isOne();
        assertThat(past.path("online_ms").asLong())
                .as("up to its fall: " + past)
                .isBetween(GRACE.toMillis(), past.path("observed_ms").asLong());
        assertThat(past.path("complete").asBoolean()).isTrue();
    }

    /**
     * The invariant of delivery: what a fleet says it sent, by kind, is what stands in the topics (read committed) and in
     * the lifecycle stream's accounts.
     */
    @Test
    @Order(2)
    void a_fleet_with_every_bad_kind_balances_with_the_topics() throws IOException {
        Path summaryFile = home.resolve("summary.json");
        awaitAccounts();
        JsonNode topicsBefore = grid.topics().path("topics");
        JsonNode statsBefore = grid.stats();
        PulseCommand.run(
                Duration.ofMinutes(2),
                "fleet",
                "--nodes",
                "300",
                "--interval",
                INTERVAL,
                "--ingest",
                grid.ingest(),
                "--seed",
                "books",
                "--prefix",
                "books-",
                "--duration",
                "24s",
                "--bad-signature",
                "2%",
                "--skewed",
                "2%",
                "--impostors",
                "2%",
                "--duplicates",
                "2%",
                "--malformed",
                "2%",
                "--json",
                summaryFile.toString());
        JsonNode kinds = Http.json(Files.readString(summaryFile)).path("kinds");
        for (String kind : List.of("good", "bad_signature", "skewed", "impostor", "duplicate", "malformed")) {
            assertThat(kinds.path(kind).path("heartbeats").asLong())
                    .as("heartbeats of kind %s", kind)
                    .isPositive();
        }
        long verified = acknowledged(kinds, "good") + acknowledged(kinds, "duplicate");
        awaitAccounts();

        Counts topics = new Counts(topicsBefore, grid.topics().path("topics"));
        assertThat(topics.more("heartbeats.verified")).isEqualTo(verified);
        assertThat(topics.more("heartbeats.dead.signature")).isEqualTo(acknowledged(kinds, "bad_signature"));
        assertThat(topics.more("heartbeats.dead.skew")).isEqualTo(acknowledged(kinds, "skewed"));
        assertThat(topics.more("heartbeats.dead.identity")).isEqualTo(acknowledged(kinds, "impostor"));
        assertThat(topics.more("heartbeats.dead.poison")).isZero();
        assertThat(topics.more("heartbeats.raw"))
                .isEqualTo(verified
                        + acknowledged(kinds, "bad_signature")
                        + acknowledged(kinds, "skewed")
                        + acknowledged(kinds, "impostor"));
        assertThat(kinds.path("malformed").path("acknowledged").asLong()).isZero();

        JsonNode stats = grid.stats();
        assertThat(account(stats, "advances") - account(statsBefore, "advances"))
                .isEqualTo(acknowledged(kinds, "good"));
        assertThat(account(stats, "duplicates") - account(statsBefore, "duplicates"))
                .isEqualTo(acknowledged(kinds, "duplicate"));
        assertThat(account(stats, "replays")).isZero();
    }

    @Test
    @Order(3)
    void nodes_keep_their_service_while_nine_in_ten_heartbeats_are_forged() throws IOException {
        Flood.assertHarmless(grid, home, INTERVAL, RunningGridTest::awaitAccounts);
    }

    /** Waits until each heartbeat that was taken has its outcome, and the explorer has all accounts: nobody sends meanwhile. */
    private static void awaitAccounts() {
        await("every verified heartbeat is accounted")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> {
                    JsonNode topics = grid.topics().path("topics");
                    long verified = Counts.records(topics, "heartbeats.verified");
                    long dead = Stream.of("signature", "skew", "identity", "poison")
                            .mapToLong(reason -> Counts.records(topics, "heartbeats.dead." + reason))
                            .sum();
                    return Counts.records(topics, "heartbeats.raw") == verified + dead
                            && accounts(grid.stats()) == verified;
                });
    }

    private static long acknowledged(JsonNode kinds, String kind) {
        return kinds.path(kind).path("acknowledged").asLong();
    }

    private static long accounts(JsonNode stats) {
        return account(stats, "advances") + account(stats, "duplicates") + account(stats, "replays");
    }

    private static long account(JsonNode stats, String name) {
        return stats.findPath(name).asLong();
    }

    /** A node gets another key: the new one is heard, whoever has the old one is an impostor. */
    @Test
    @Order(4)
    void heartbeats_by_a_new_key_are_taken_and_those_by_the_old_one_are_a_stolen_identity() throws IOException {
        JsonNode topicsBefore = grid.topics().path("topics");
        join();
        String old = account("node");
        awaitNode("the node is online by its first key", "status", "online");
        long paired = System.currentTimeMillis() / 1_000;
        await("a pairing of a later second is taken at once").until(() -> System.currentTimeMillis() / 1_000 > paired);
        assertThat(pulse(
                        "node",
                        "rotate",
                        "--dir",
                        at("node"),
                        "--marketplace",
                        grid.explorer(),
                        "--ledger",
                        grid.ledger()))
                .anyMatch(line -> line.equals("rotated     turned-1"))
                .anyMatch(line -> line.startsWith("paired      turned-1"));
        String next = account("node");
        assertThat(next).isNotEqualTo(old);
        awaitNode("the explorer has the new account", "account", next);
        assertThat(node().path("lifecycle").asText()).isEqualTo("pending");
        long advances = diagnosis().path("lifecycle").path("advances").asLong();
        beat("node");
        await("the new key is heard")
                .atMost(STEP)
                .until(() -> diagnosis().path("lifecycle").path("advances").asLong() == advances + 1);
        Files.createDirectories(home.resolve("thief"));
        Files.copy(keyBefore(), KeyStore.fileIn(home.resolve("thief")));
        assertThat(account("thief")).isEqualTo(old);
        beat("thief");
        await("the old key is refused")
                .atMost(STEP)
                .until(() -> diagnosis()
                        .path("lifecycle")
                        .path("last_rejected")
                        .path("reason")
                        .asText()
                        .equals("identity"));
        assertThat(diagnosis().path("lifecycle").path("advances").asLong()).isEqualTo(advances + 1);
        assertThat(node().path("account").asText()).isEqualTo(next);
        Counts topics = new Counts(topicsBefore, grid.topics().path("topics"));
        assertThat(topics.more("heartbeats.dead.identity")).isEqualTo(1);
        assertThat(topics.more("nodes.outcomes"))
                .as("a pairing, a rotation, a pairing")
                .isEqualTo(3);
    }

    private void join() throws IOException {
        pulse("farmer", "init", "--dir", at("farmer"));
        pulse("farmer", "faucet", "--dir", at("farmer"), "--ledger", grid.ledger());
        pulse("farmer", "farm", "--dir", at("farmer"), "--farm", "green", "--ledger", grid.ledger());
        pulse(
                "node",
                "join",
                "--dir",
                at("node"),
                "--node-id",
                "turned-1",
                "--farm",
                "green",
                "--farmer",
                AccountStore.load(home.resolve("farmer")).account().hex(),
                "--marketplace",
                grid.explorer(),
                "--ledger",
                grid.ledger(),
                "--region",
                "eu",
                "--once");
    }

    /** One heartbeat by the key of a folder. The ingest takes it from anybody: whose it is, the verifier says. */
    private void beat(String dir) {
        pulse("node", "run", "--dir", at(dir), "--ingest", grid.ingest(), "--region", "eu", "--once");
    }

    private static List<String> pulse(String... command) {
        return PulseCommand.run(STEP, command);
    }

    private String at(String dir) {
        return home.resolve(dir).toString();
    }

    private String account(String dir) throws IOException {
        return KeyStore.load(home.resolve(dir)).key().account().hex();
    }

    private static JsonNode node() {
        return Http.get(grid.explorer() + "/api/v1/nodes/turned-1").path("node");
    }

    private static JsonNode diagnosis() {
        return Http.get(grid.explorer() + "/api/v1/nodes/turned-1/diagnosis");
    }

    private static void awaitNode(String what, String field, String value) {
        await(what)
                .atMost(STEP)
                .ignoreExceptions()
                .until(() -> node().path(field).asText().equals(value));
    }

    private Path keyBefore() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("node"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("node-key.before-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    @Order(4)
    void what_kubernetes_asks_is_answered() {
        grid.services().forEach(Probes::assertAnswered);
    }

    @Test
    @Order(4)
    void a_heartbeat_has_one_trace() {
        Traced.assertWhole(grid.ingest(), collector);
    }

    @Test
    @Order(5)
    void malformed_requests_get_their_status_and_a_reason() {
        String url = grid.ingest() + "/v1/heartbeats";
        assertAnswer(Http.post(url, "application/json", new byte[0]), 400);
        assertAnswer(Http.post(url, "application/json", "{".getBytes(StandardCharsets.UTF_8)), 400);
        assertAnswer(Http.post(url, "application/json", new byte[8193]), 413);
        assertAnswer(Http.post(url, "text/plain", "{}".getBytes(StandardCharsets.UTF_8)), 415);
        assertAnswer(Http.post(grid.ingest() + "/nowhere", "application/json", new byte[0]), 404);
    }

    @TestFactory
    @Order(6)
    Stream<DynamicTest> the_analysts_guide_holds() {
        return Analysts.tests(grid.services(), grid.bootstrap(), grid.registry(), home);
    }

    private static void assertAnswer(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode body = Http.json(answer.body());
        assertThat(body.path("error").asText()).matches("[a-z_]+");
        assertThat(body.path("detail").asText()).isNotBlank();
    }
}
