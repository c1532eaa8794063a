package dev.pulse.system;

import dev.pulse.system.rig.SharedClasses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One {@code pulse} command as a process of its own, to be killed or stopped; {@link PulseCommand} runs one to its end
 * for less.
 */
public final class PulseProcess implements AutoCloseable {
    private final Process process;
    private final String name;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private PulseProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("output of " + name).start(this::read);
    }

    /** Starts a command with the classes under test. */
    public static PulseProcess start(Path workingDirectory, String... command) {
        return start(workingDirectory, Map.of(), command);
    }

    /** The same, with these added to the environment. */
    public static PulseProcess start(Path workingDirectory, Map<String, String> variables, String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpulse.home=" + Path.of("..").toAbsolutePath().normalize()));
        line.addAll(SharedClasses.options());
        line.add("dev.pulse.standalone.Pulse");
        line.addAll(Arrays.asList(command));
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(variables);
            return new PulseProcess(command[0], builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the signal that Ctrl-C sends; or the other one that asks to stop, where a shell's {@code &} has it ignored. */
    public void interrupt() {
        signal(ignoresInterrupts() ? "TERM" : "INT");
    }

    private boolean ignoresInterrupts() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException ended) {
            return false;
        }
    }

    /** Ends it without giving it a chance to tidy up, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Waits for its end and answers with its exit status. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("pulse " + name + " still runs after " + atMost + ":\n" + output());
            }
            reader.join(5_000);
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it has printed, by lines. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** What it has printed. */
    public String output() {
        return String.join("\n", lines);
    }

    /** Asks it to stop and, where it doesn't, ends it. */
    @Override
    public void close() {
        if (process.isAlive()) {
            interrupt();
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            lines.add("(output ended: " + ended.getMessage() + ")");
        }
    }
}
