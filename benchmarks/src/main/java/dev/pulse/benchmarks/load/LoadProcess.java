package dev.pulse.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The handle of a load process. Orders are carried out one after another; {@link #close}, or the end of this JVM
 * whatever its cause, ends the process.
 */
public final class LoadProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration END = Duration.ofSeconds(10);

    private final Process process;
    private final Writer orders;
    private final Consumer<Told.Progress> progress;
    private final BlockingQueue<CompletableFuture<Told>> waiting = new LinkedBlockingQueue<>(1);

    private LoadProcess(Process process, Consumer<Told.Progress> progress) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.progress = progress;
        Thread.ofPlatform().daemon().name("answers of load").start(this::read);
    }

    /**
     * Starts one with the class path of this JVM.
     *
     * @param folder for its requests and its log, made where it is not there
     * @param progress told once a second while it sends
     */
    public static LoadProcess start(Path folder, Consumer<Told.Progress> progress) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName(),
                folder.toString()));
        Process started = new ProcessBuilder(command)
                .redirectError(folder.resolve("load.log").toFile())
                .start();
        return new LoadProcess(started, progress);
    }

    /** The process, for its processor time. */
    public long pid() {
        return process.pid();
    }

    /**
     * Begins an order; the one before it must have been answered.
     *
     * @return completes with its answer, or fails with an {@link IllegalStateException} whose message says why
     */
    public CompletableFuture<Told> begin(Order order) {
        CompletableFuture<Told> answer = new CompletableFuture<>();
        if (!waiting.offer(answer)) {
            throw new IllegalStateException("the load process is still busy");
        }
        try {
            orders.write(JSON.writerFor(Order.class).writeValueAsString(order) + "\n");
            orders.flush();
        } catch (IOException gone) {
            waiting.poll();
            answer.completeExceptionally(new IllegalStateException("the load process has ended: see its log", gone));
        }
        return answer;
    }

    /** Carries out an order that is answered with {@link Told.Done}, and returns when it is done. */
    public Told.Done run(Order order) {
        return (Told.Done) join(begin(order));
    }

    /** Sends, and returns when the last answer has come. */
    public Told.Sent send(Order.Send order) {
        return sent(begin(order));
    }

    /** Waits for the end of a sending that was begun. */
    public static Told.Sent sent(CompletableFuture<Told> begun) {
        return (Told.Sent) join(begun);
    }

    private static Told join(CompletableFuture<Told> answer) {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            throw new IllegalStateException(failure.getCause().getMessage(), failure.getCause());
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                take(JSON.readValue(line, Told.class));
            }
        } catch (IOException | RuntimeException broken) {
            fail("the load process's answer can't be read: " + broken.getMessage());
        }
        fail("the load process has ended: see its log");
    }

    private void take(Told told) {
        switch (told) {
            case Told.Progress now -> progress.accept(now);
            case Told.Failed failed -> fail(failed.message());
            case Told.Done done -> answer(done);
            case Told.Sent sent -> answer(sent);
        }
    }

    private void answer(Told told) {
        CompletableFuture<Told> open = waiting.poll();
        if (open != null) {
            open.complete(told);
        }
    }

    private void fail(String message) {
        CompletableFuture<Told> open = waiting.poll();
        if (open != null) {
            open.completeExceptionally(new IllegalStateException(message));
        }
    }

    /** Ends the process within ten seconds. */
    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException gone) {
            // It has ended already, or is about to be ended.
            process.destroy();
        }
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
