package dev.pulse.system.rig;

import dev.pulse.standalone.embedded.BoundChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One {@code pulse} command as a process of its own, with this build's classes. It ends with this process at the latest. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param name what it is called in errors
     * @param log file that its output is appended to
     * @param jvmFlags flags of the virtual machine
     * @param command the arguments of {@code pulse}
     * @throws UncheckedIOException when it can't be started
     */
    public static ChildProcess start(String name, Path log, List<String> jvmFlags, List<String> command) {
        return start(name, log, List.of(), jvmFlags, command);
    }

    /**
     * The same of another build.
     *
     * @param front folders of classes that are taken before this build's
     */
    public static ChildProcess start(
            String name, Path log, List<Path> front, List<String> jvmFlags, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmFlags);
        line.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpulse.home=" + System.getProperty("pulse.home", "..")));
        line.addAll(SharedClasses.options(front));
        line.add("dev.pulse.standalone.Pulse");
        line.addAll(command);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process started = BoundChild.start(
                    name,
                    "KILL",
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
            return new ChildProcess(name, started, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs, or is stopped by {@link #pause}. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(STOP_WITHIN);
    }

    /** Stops it in its tracks (SIGSTOP), as a machine does that swaps or whose hypervisor sleeps. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Asks it to stop (SIGTERM), and ends it where it has not within 20 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException when it still runs then
     */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " still runs after " + atMost);
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The last lines that it printed. */
    public String tail() {
        try (var lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
        } catch (IOException | UncheckedIOException unreadable) {
            return "(" + log + " can't be read: " + unreadable.getMessage() + ")";
        }
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
