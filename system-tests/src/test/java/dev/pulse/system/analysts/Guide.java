package dev.pulse.system.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands of docs/guides/analytics.md, run as they stand there by a shell in a folder that looks like the root of the
 * repository. Only the ports are others: those of the grid that runs.
 */
final class Guide {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String FENCE = "\n```sh\n";

    /** The ports of {@code pulse up}. */
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(808\\d)\\b");

    private static final int PATIENCE_S = 60;

    private final Path folder;
    private final List<String> blocks = new ArrayList<>();
    private String first;
    private int started;

    /**
     * Lays the folder out for a grid, and reads the guide.
     *
     * @param ports the grid's port for one of {@code pulse up}
     */
    Guide(Path folder, IntUnaryOperator ports) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("bin"));
            try (Stream<Path> entries = Files.list(ROOT)) {
                for (Path entry : entries.filter(Files::isDirectory).toList()) {
                    Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
                }
            }
            installConsoleConsumer();
            String text = Files.readString(ROOT.resolve("docs/guides/analytics.md"));
            for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + 1)) {
                int begin = at + FENCE.length();
                String block = text.substring(begin, text.indexOf("\n```", begin));
                blocks.add(PORT.matcher(block)
                        .replaceAll(found -> "127.0.0.1:" + ports.applyAsInt(Integer.parseInt(found.group(1)))));
            }
            first = blocks.getFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What {@code bin/kafka-console-consumer.sh} of a Kafka that was unpacked does: that class, with its jar behind. */
    private void installConsoleConsumer() throws IOException {
        String jar = Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains("kafka-tools-"))
                .collect(Collectors.joining(":"));
        assertThat(jar).as("the console consumer's jar").isNotEmpty();
        Path script = folder.resolve("bin/kafka-console-consumer.sh");
        Files.writeString(
                script,
                "#!/bin/sh\nexec java -cp \"$CLASSPATH:" + jar
                        + "\" org.apache.kafka.tools.consumer.ConsoleConsumer \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    /** Begins with this block too, from now on. */
    void alsoFirst(String block) {
        first += "\n" + block;
    }

    /** The one block in which this stands. */
    String block(String part) {
        List<String> found =
                blocks.stream().filter(block -> block.contains(part)).toList();
        assertThat(found).as("blocks of the guide with " + part).hasSize(1);
        return found.getFirst();
    }

    /** How a command ended, and what it printed. */
    record Outcome(int status, List<String> lines, String errors) {
        /** What it printed, once it ended well. */
        List<String> good() {
            assertThat(status).as("%s%n%s", String.join("\n", lines), errors).isZero();
            return lines;
        }
    }

    /** Runs a block behind what the guide begins with, to its end. */
    Outcome run(String block) {
        try (Running running = start(block)) {
            int status = running.awaitExit();
            return new Outcome(status, running.lines(), running.errors());
        }
    }

    /** Starts a block behind what the guide begins with. */
    Running start(String block) {
        Path out = folder.resolve("out-" + started);
        Path err = folder.resolve("err-" + started++);
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", first + "\n" + block)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        String path = shell.environment().get("PATH");
        // They live for seconds: a second compiler would never pay back.
        shell.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m");
        shell.environment().put("PATH", System.getProperty("java.home") + "/bin:" + folder.resolve("bin") + ":" + path);
        try {
            return new Running(shell.start(), out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A block that runs. Closing it is Ctrl-C. */
    static final class Running implements AutoCloseable {
        private final Process shell;
        private final Path out;
        private final Path err;

        private Running(Process shell, Path out, Path err) {
            this.shell = shell;
            this.out = out;
            this.err = err;
        }

        boolean isAlive() {
            return shell.isAlive();
        }

        List<String> lines() {
            return read(out).lines().toList();
        }

        String errors() {
            return read(err);
        }

        int awaitExit() {
            try {
                assertThat(shell.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                        .as("it ends:%n%s%n%s", read(out), errors())
                        .isTrue();
                return shell.exitValue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            List<ProcessHandle> all = Stream.concat(shell.descendants(), Stream.of(shell.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroy);
            CompletableFuture<?>[] ends =
                    all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
            try {
                CompletableFuture.allOf(ends)
                        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                        .join();
            } finally {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
