package dev.pulse.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.FakeIngest;
import dev.pulse.agent.FakeIngest.Reply;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.RunLock;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as a person types them: output and exit codes. */
class AgentCommandsTest {
    private static final Path VECTORS = Path.of("../domain/src/test/resources/vectors/heartbeats.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    @Test
    void init_shows_the_key_and_refuses_to_make_a_second_one() throws IOException {
        String dir = temp.resolve("n").toString();

        assertThat(pulse("node", "init", "--dir", dir, "--node-id", "farm-1")).isZero();
        var key = KeyStore.load(temp.resolve("n")).key();
        assertThat(out.toString())
                .contains("farm-1", key.publicKeyText(), key.account().hex());
        assertThat(Files.readString(KeyStore.fileIn(temp.resolve("n")))).contains("\"seed\"");

        assertThat(pulse("node", "init", "--dir", dir)).isEqualTo(1);
        assertThat(err.toString()).contains("not overwritten");
        assertThat(pulse("node", "init", "--dir", temp.resolve("m").toString(), "--node-id", "Farm_1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("[a-z0-9][a-z0-9-]{0,63}");
        assertThat(temp.resolve("m")).doesNotExist();
    }

    @Test
    void run_heartbeats_for_this_machine_and_shows_the_answer() throws IOException {
        pulse("node", "init", "--dir", temp.toString(), "--node-id", "farm-1");
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(60))) {
            assertThat(pulse(
                            "node",
                            "run",
                            "--dir",
                            temp.toString(),
                            "--ingest",
                            ingest.base(),
                            "--once",
                            "--region",
                            "eu",
                            "--country",
                            "BE",
                            "--latitude",
                            "51.05",
                            "--longitude",
                            "-3.7"))
                    .isZero();

            var heartbeat = ((Reading.Read) new HeartbeatReader(null, false)
                            .read(ingest.posts().getFirst().body()))
                    .heartbeat();
            assertThat(heartbeat.nodeId()).isEqualTo("farm-1");
            assertThat(heartbeat.region()).isEqualTo("eu");
            assertThat(heartbeat.capacity().cpuCores())
                    .isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(heartbeat.capacity().ramGb()).isNotNegative();
            assertThat(heartbeat.capacity().diskGb()).isPositive();
            assertThat(heartbeat.location().longitudeE6()).isEqualTo(-3_700_000);
            assertThat(out.toString()).contains("heartbeat " + heartbeat.timestamp() + "  202", "1 acknowledged");
        }
    }

    @Test
    void one_agent_at_a_time_runs_for_a_key() throws IOException {
        pulse("node", "init", "--dir", temp.toString());
        try (RunLock other = RunLock.take(temp)) {
            assertThat(other).as("holds the lock").isNotNull();
            assertThat(pulse("node", "run", "--dir", temp.toString(), "--ingest", "http://127.0.0.1:1", "--once"))
                    .isEqualTo(1);
        }
        assertThat(err.toString()).contains("Another agent runs for the key in " + temp);
    }

    @Test
    void run_says_what_is_missing() {
        assertThat(pulse("node", "run", "--dir", temp.toString(), "--ingest", "http://127.0.0.1:1", "--once"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("pulse node init --dir");
        assertThat(pulse("node", "run", "--dir", temp.toString(), "--ingest", "localhost"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("http://127.0.0.1:8081");
        assertThat(pulse("node")).isEqualTo(2);
    }

    @Test
    void a_fleet_ends_with_a_table_and_a_file() throws IOException {
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(60))) {
            Path json = temp.resolve("summary.json");

            assertThat(pulse(
                            "fleet",
                            "--nodes",
                            "10",
                            "--interval",
                            "1s",
                            "--ingest",
                            ingest.base(),
                            "--seed",
                            "x",
                            "--duration",
                            "3s",
                            "--kill",
                            "20%",
                            "--after",
                            "1s",
                            "--json",
                            json.toString()))
                    .isZero();

            JsonNode summary = JSON.readTree(json.toFile());
            assertThat(summary.path("nodes_acknowledged").asInt()).isEqualTo(10);
            assertThat(summary.path("killed")).hasSize(2);
            assertThat(summary.path("accepted").asInt())
                    .isEqualTo(ingest.posts().size());
            assertThat(out.toString())
                    .contains("2 nodes stopped for good: "
                            + summary.path("killed").path(0).asText());
            assertThat(err.toString()).contains("stopped for good");
        }
    }

    @Test
    void a_fleet_that_reaches_nobody_fails_and_says_so() throws IOException {
        assertThat(pulse(
                        "fleet",
                        "--nodes",
                        "2",
                        "--interval",
                        "1s",
                        "--ingest",
                        "http://127.0.0.1:1",
                        "--seed",
                        "x",
                        "--duration",
                        "1s"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("0 of them acknowledged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--interval 10",
                "--interval 999ms",
                "--skewed 1",
                "--skewed 101%",
                "--nodes 0",
                "--bad-signature 60% --skewed 60%",
                "--keys a --seed b",
                "--prefix X",
                "--in-flight 0",
                "--unknown"
            })
    void a_fleet_refuses_what_it_does_not_understand(String arguments) {
        String[] all = ("fleet --ingest http://127.0.0.1:1 " + arguments).split(" ");

        assertThat(pulse(all)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void the_shared_vectors_conform() {
        assertThat(pulse("conformance", VECTORS.toString())).isZero();
        assertThat(out.toString()).contains("cases, all alike");
    }

    @Test
    void each_tampering_with_the_vectors_is_told() throws IOException {
        assertTampered("verdict", "malformed", "plain  verdict: expected malformed, found accepted");
        assertTampered("canonical", "{}", "plain  canonical: differs at character 1");
        assertTampered("sha256", "00", "plain  sha256: expected 00");
    }

    private void assertTampered(String field, String value, String told) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(VECTORS.toFile());
        ((ObjectNode) root.path("cases").path(0)).put(field, value);
        Path file = Files.writeString(temp.resolve("tampered.json"), JSON.writeValueAsString(root));

        assertThat(pulse("conformance", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(told, "cases, 1 differ");
    }

    @Test
    void a_file_that_is_not_of_the_form_is_a_usage_error() throws IOException {
        for (String content : new String[] {
            "",
            "[]",
            "{\"cases\":[]}",
            "{\"cases\":[{\"name\":\"a\"}]}",
            "{\"cases\":[{\"name\":1}]}",
            "{\"cases\":[{\"name\":\"a\",\"received_at\":1.5,\"body\":\"\",\"verdict\":\"x\"}]}"
        }) {
            Path file = Files.writeString(temp.resolve("f.json"), content);
            assertThat(pulse("conformance", file.toString())).as(content).isEqualTo(2);
        }
        assertThat(pulse("conformance", temp.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file");
    }

    @Test
    void verify_heartbeat_shows_its_working() throws IOException {
        JsonNode plain = JSON.readTree(VECTORS.toFile()).path("cases").path(0);
        Path file = Files.writeString(temp.resolve("h.json"), plain.path("body").asText(), StandardCharsets.UTF_8);

        assertThat(pulse("verify-heartbeat", file.toString(), "--received-at", "1790000000"))
                .isZero();
        assertThat(out.toString())
                .contains("canonical  " + plain.path("canonical").asText())
                .contains("sha256     " + plain.path("sha256").asText())
                .contains("verdict    accepted");

        assertThat(pulse("verify-heartbeat", file.toString(), "--received-at", "1800000000"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("verdict    skew");

        assertThat(pulse("verify-heartbeat", file.toString(), "--received-at", "1790000000000"))
                .isEqualTo(2);
        assertThat(pulse("verify-heartbeat", temp.resolve("none").toString())).isEqualTo(2);
        assertThat(pulse("verify-heartbeat")).isEqualTo(2);
        Files.writeString(file, "{\"a\":1.5}");
        assertThat(pulse("verify-heartbeat", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("verdict    malformed", "bad_number: ");
        Files.writeString(file, " ".repeat(8193));
        assertThat(pulse("verify-heartbeat", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("too_large: ");
    }

    @Test
    void standard_input_is_a_file_too() throws IOException {
        InputStream before = System.in;
        byte[] body = JSON.readTree(VECTORS.toFile())
                .path("cases")
                .path(1)
                .path("body")
                .asText()
                .getBytes(StandardCharsets.UTF_8);
        try {
            System.setIn(new ByteArrayInputStream(body));
            assertThat(pulse("verify-heartbeat", "-", "--received-at", "1790000000"))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).contains("verdict    accepted");
    }

    private int pulse(String... arguments) {
        CommandLine root = new CommandLine(new Root());
        AgentCommands.all().forEach(command -> root.addSubcommand(command));
        return root.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @CommandLine.Command(name = "pulse")
    private static final class Root implements Runnable {
        @Override
        public void run() {}
    }
}
