package dev.pulse.agent.serve;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The program that runs a node's virtual machines, which is the farmer's to choose. {@code PROGRAM reservations FILE} is
 * called when the reservations changed; {@code PROGRAM running} prints how many virtual machines run. A call has
 * {@link #LIMIT}; one that takes longer is ended. Safe for several threads.
 */
public final class Workload {
    /** How long a call may take: long enough to hand on, too short to start a machine and wait for it. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int MOST_DIGITS = 9;

    private final Path program;
    private final Duration limit;

    /** The program in this file. */
    public Workload(Path program) {
        this(program, LIMIT);
    }

    Workload(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    /**
     * Tells it that the reservations are others.
     *
     * @throws IOException when it can't be started, or does not end well in time; the message is a sentence
     */
    public void reservations(Path file) throws IOException, InterruptedException {
        call("reservations", file.toAbsolutePath().toString());
    }

    /** How many virtual machines it says that run; empty where it does not say. */
    public OptionalLong running() throws InterruptedException {
        try {
            String said = call("running");
            return said.matches("[0-9]{1," + MOST_DIGITS + "}")
                    ? OptionalLong.of(Long.parseLong(said))
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** What it prints, up to a line's worth. */
    private String call(String verb, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = program.toString();
        command[1] = verb;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        Thread reaper = Thread.ofVirtual().start(() -> endInTime(process));
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readNBytes(128), StandardCharsets.UTF_8).strip();
            // Whatever else it prints is read and thrown away, or it would wait for a reader.
            out.transferTo(OutputStream.nullOutputStream());
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(program + " " + verb + " ended with " + status + ": " + said);
            }
            return said;
        } finally {
            reaper.interrupt();
            process.destroyForcibly();
        }
    }

    private void endInTime(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
