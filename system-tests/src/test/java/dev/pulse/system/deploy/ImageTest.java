package dev.pulse.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.schemas.about.About;
import dev.pulse.standalone.embedded.BoundChild;
import dev.pulse.system.rig.Ports;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the image holds, laid out by the command that the Containerfile lays it out by, and started as it starts there: by its
 * own Java runtime. The image itself is built where a container engine answers.
 */
@Timeout(120)
class ImageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path IMAGE = Manifests.INFRA.resolve("image");

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void assemble() throws Exception {
        home = folder.resolve("pulse").toAbsolutePath();
        run(new ProcessBuilder(IMAGE.resolve("assemble").toString(), home.toString(), home.toString()), 0);
    }

    @Test
    void the_explorer_and_the_commands_have_all_that_they_start_from() throws Exception {
        assertThat(run(java("marketplace", "--help"), 0)).contains("pulse marketplace", "--config");
        About build = About.of("tests");
        assertThat(run(java("pulse", "--version"), 0))
                .contains("Pulse " + build.version() + ", commit " + build.commit(), "Java 2");
    }

    /** Without the module of vectors, or what AWS-LC needs, it would verify as well and ten times slower. */
    @Test
    void a_verifier_finds_its_fast_signatures_on_it() throws Exception {
        Path log = folder.resolve("verifier.log");
        Process process = start(
                "verifier",
                log,
                "-Xmx300m -Ddw.kafka.bootstrapServers=127.0.0.1:1 -Ddw.stateDir=" + folder.resolve("state"));
        try {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Files.readString(log)).contains("signatures are verified by "));
            assertThat(Files.readString(log)).doesNotContain("signatures are verified by BouncyCastle");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_ingest_runs_on_it_and_the_probe_tells_alive_from_ready() throws Exception {
        Container container =
                Manifests.pods().get("ingest").getSpec().getContainers().getFirst();
        String alive = container.getLivenessProbe().getHttpGet().getPath();
        String ready = container.getReadinessProbe().getHttpGet().getPath();
        int port = Ports.freeRow();
        String url = "http://127.0.0.1:" + port;
        Path log = folder.resolve("ingest.log");
        Process process = start(
                "ingest",
                log,
                "-Xmx200m -Ddw.name=ingest-1 -Ddw.server.connector.bindHost=127.0.0.1 -Ddw.server.connector.port="
                        + port + " -Ddw.kafka.bootstrapServers=127.0.0.1:1"
                        + " -Ddw.registry.url=http://127.0.0.1:1/apis/registry/v3");
        try {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(run(java("probe", url + alive), 0)).contains("200"));
            assertThat(run(java("probe", url + ready), 1)).contains("answers 503");
            assertThat(Files.readString(IMAGE.resolve("Containerfile")))
                    .contains("\"@/opt/pulse/args/probe\", \"http://127.0.0.1:8080" + ready + "\"");
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readAllLines(log))
                .as("it logs in JSON")
                .anySatisfy(line -> assertThat(line).startsWith("{").contains("\"level\""));
    }

    @Test
    void the_image_is_built_where_an_engine_answers() throws Exception {
        String engine = Stream.of("docker", "podman")
                .filter(ImageTest::answers)
                .findFirst()
                .orElse(null);
        assumeTrue(engine != null, "no container engine answers here: the image is not built");
        run(
                new ProcessBuilder(engine, "build", "-q", "-t", "pulse:test", "-f", "infra/image/Containerfile", ".")
                        .directory(Path.of("..").toFile()),
                0);
        assertThat(run(
                        new ProcessBuilder(
                                engine,
                                "run",
                                "--rm",
                                "--read-only",
                                "--cap-drop=ALL",
                                "pulse:test",
                                "@/opt/pulse/args/pulse",
                                "--version"),
                        0))
                .contains("Pulse ");
    }

    private static boolean answers(String engine) {
        try {
            Process asked = new ProcessBuilder(engine, "info")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(10, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A service on its configuration for containers, which ends with this process at the latest. */
    private static Process start(String service, Path log, String options) throws IOException {
        ProcessBuilder command = java(
                service,
                "--config",
                Manifests.INFRA.resolve("compose").resolve(service + ".yaml").toString());
        command.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 " + options);
        return BoundChild.start(
                service, "KILL", command.redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    private static ProcessBuilder java(String service, String... arguments) {
        return new ProcessBuilder(Stream.concat(
                        Stream.of(
                                home.resolve("runtime/bin/java").toString(),
                                "@" + home.resolve("args").resolve(service)),
                        Stream.of(arguments))
                .toList());
    }

    /** What a command prints, once it ended with this status. */
    private static String run(ProcessBuilder command, int status) throws IOException, InterruptedException {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command.command() + ": " + said).isEqualTo(status);
        return said;
    }
}
