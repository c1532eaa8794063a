package dev.pulse.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Starts child processes that don't outlive this one: the kernel ends them when it is killed (Linux, where setpriv is). */
public final class BoundChild {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private BoundChild() {}

    /**
     * Starts a process.
     *
     * @param name what it is, for the thread that watches it and for errors
     * @param signal which signal it gets when this process ends, for example {@code TERM}
     * @param builder its command, folder and output
     * @throws IOException when it can't be started
     */
    public static Process start(String name, String signal, ProcessBuilder builder) throws IOException {
        if (Files.isExecutable(SETPRIV)) {
            List<String> command = new ArrayList<>(List.of(SETPRIV.toString(), "--pdeathsig", signal));
            command.addAll(builder.command());
            builder.command(command);
        }
        return onLastingThread(name, builder);
    }

    /**
     * The parent-death signal is sent when the <em>thread</em> that made the child ends (prctl(2)), so the child is
     * made by one that lives as long as the child does.
     */
    private static Process onLastingThread(String name, ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("process of " + name).start(() -> {
            try {
                Process child = builder.start();
                started.complete(child);
                child.waitFor();
            } catch (IOException | InterruptedException failure) {
                started.completeExceptionally(failure);
            }
        });
        try {
            return started.get();
        } catch (ExecutionException failure) {
            throw new IOException(
                    name + " can't be started: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
