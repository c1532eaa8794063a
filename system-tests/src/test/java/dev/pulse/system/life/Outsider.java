package dev.pulse.system.life;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client that shares no code with Pulse: {@code src/test/client/life.py}. It needs Python and its cryptography package.
 */
final class Outsider {
    private static final Path SCRIPT = Path.of("src/test/client/life.py").toAbsolutePath();
    private static final long STEP_S = 150;

    private final Path state;

    /** Somebody new at a marketplace. */
    Outsider(Path state, String market, String ingest, String ledger) {
        this.state = state;
        try {
            Files.createDirectories(state.getParent());
            new ObjectMapper().writeValue(state.toFile(), Map.of("market", market, "ingest", ingest, "ledger", ledger));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether this machine has what the client needs. */
    static boolean isPossible() {
        try {
            Process process = new ProcessBuilder("python3", "-c", "import cryptography")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process start(String step) throws IOException {
        return new ProcessBuilder("python3", "-B", SCRIPT.toString(), step, state.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Takes one step, and answers with what it printed. */
    String step(String name) {
        try {
            Process process = start(name);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(STEP_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(name + " ended with " + process + ": " + said);
            }
            return said.strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Heartbeats in the background, until the process is ended. */
    Process beat() {
        try {
            return new ProcessBuilder("python3", "-B", SCRIPT.toString(), "beat", state.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            state.resolveSibling("beat.log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
