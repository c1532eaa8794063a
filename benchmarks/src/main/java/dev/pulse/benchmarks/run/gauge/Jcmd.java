package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a JVM something from outside. */
final class Jcmd {
    private static final long PATIENCE_S = 120;

    private Jcmd() {}

    /**
     * What {@code jcmd} prints.
     *
     * @throws IOException when it fails, or has not ended after two minutes
     */
    static String ask(long pid, String... question) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        line.addAll(List.of(question));
        Path printed = Files.createTempFile("pulse-jcmd", ".txt");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IOException("jcmd " + String.join(" ", question) + " does not end");
            }
            String answer = Files.readString(printed);
            if (process.exitValue() != 0) {
                throw new IOException("jcmd " + String.join(" ", question) + ": " + answer.strip());
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroyForcibly();
            Files.delete(printed);
        }
    }
}
