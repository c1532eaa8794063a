package dev.pulse.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Apicurio schema registry as a child process, with its data in a folder. It ends with this process: in order on
 * {@link #close()}, and by the kernel's parent-death signal when this process is killed.
 */
public final class RegistryProcess implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

    private final Process process;
    private final URI address;
    private final Path log;

    private RegistryProcess(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /** Where the build unpacks the released application, below the folder that the system property {@code pulse.home} names. */
    public static Path unpacked() {
        return Path.of(System.getProperty("pulse.home", "."), "standalone", "target", "registry");
    }

    /**
     * Starts it. Returns at once; {@link #awaitReady} waits.
     *
     * @param home where the released application is unpacked: the folder of {@code quarkus-run.jar}
     * @param folder where its database is; made if it is not there
     * @param log file that takes its output
     * @param host address to listen on
     * @param port port of its API
     * @param managementPort port of its health checks, on loopback
     * @throws IOException when it can't be started
     */
    public static RegistryProcess start(Path home, Path folder, Path log, String host, int port, int managementPort)
            throws IOException {
        Path jar = home.resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException("the schema registry is not unpacked in " + home + "; build first: mvn package");
        }
        Files.createDirectories(folder);
        Files.createDirectories(log.getParent());
        List<String> command = command(jar, folder, host, port, managementPort);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new RegistryProcess(
                // Not KILL: its database writes a schema up to half a second after it has answered (H2's WRITE_DELAY).
                BoundChild.start("the schema registry", "TERM", builder),
                URI.create("http://" + host + ":" + port),
                log);
    }

    private static List<String> command(Path jar, Path folder, String host, int port, int managementPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=" + host,
                "-Dquarkus.http.port=" + port,
                // Without these two the management interface listens on all addresses.
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:"
                        + folder.toAbsolutePath().resolve("registry"),
                "-jar",
                jar.toAbsolutePath().toString()));
        return command;
    }

    /** Base address of the core API, version 3. */
    public URI api() {
        return address.resolve("/apis/registry/v3");
    }

    /** The child's process id. */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits until it answers.
     *
     * @throws IllegalStateException when it ended or does not answer in time; the message names its log
     */
    public void awaitReady(Duration atMost) {
        HttpRequest question = HttpRequest.newBuilder(URI.create(api() + "/system/info"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + atMost.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            while (!answers(client, question)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            "the schema registry ended with status " + process.exitValue() + "; its log is " + log);
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the schema registry does not answer on " + address + " after "
                            + atMost.toSeconds() + " s; its log is " + log);
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until it ends, by whatever. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Asks it to stop and, where it has not within four seconds, ends it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
