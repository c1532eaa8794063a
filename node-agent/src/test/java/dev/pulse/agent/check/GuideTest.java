package dev.pulse.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guides/write-an-agent.md shows must hold. */
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/guides/write-an-agent.md");
    private static final String PROBE =
            "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey;"
                    + "Ed25519PublicKey.public_bytes_raw";
    private final HeartbeatCheck check = new HeartbeatCheck(null);

    @TempDir
    Path temp;

    @Test
    void the_body_that_it_shows_is_accepted() throws IOException {
        byte[] body = block("```json\n").getBytes(StandardCharsets.UTF_8);

        assertThat(check.check(body, 1_790_000_000_000L).verdict()).isEqualTo("accepted");
    }

    @Test
    void the_python_agent_makes_heartbeats_that_are_accepted_under_one_key() throws IOException, InterruptedException {
        assumeTrue(run("python3", "-c", PROBE) == 0, "python3 with the cryptography package (40 or newer) is not here");
        Files.writeString(temp.resolve("agent.py"), block("```python\n"));

        assertThat(run("python3", "agent.py")).isZero();
        Finding first = check.check(
                Files.readAllBytes(temp.resolve("out")), InstantSource.system().millis());
        assertThat(run("python3", "agent.py")).isZero();
        Finding second = check.check(
                Files.readAllBytes(temp.resolve("out")), InstantSource.system().millis());

        assertThat(first.verdict()).as(first.reason()).isEqualTo("accepted");
        assertThat(second.reason()).isEqualTo(first.reason());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("node-key.bin"))))
                .isEqualTo("rw-------");
    }

    private int run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(temp.toFile())
                    .redirectOutput(temp.resolve("out").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String block(String opening) throws IOException {
        String text = Files.readString(GUIDE);
        int start = text.indexOf(opening) + opening.length();
        assertThat(start).as("the guide has a block " + opening).isGreaterThan(opening.length());
        return text.substring(start, text.indexOf("\n```", start));
    }
}
