package dev.pulse.standalone.cli;

import dev.pulse.standalone.embedded.RegistryProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse registry}: the schema registry on its own, on loopback, for trials with real processes. */
@Command(
        name = "registry",
        description = "Runs the schema registry (Apicurio) with a database in a folder, until it is stopped.",
        mixinStandardHelpOptions = true)
public final class RegistryCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    /** The highest port, so that the one behind it is one too. */
    private static final int LAST_PORT = 65_534;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of its database and log.")
    private Path data;

    @Option(
            names = "--port",
            required = true,
            paramLabel = "P",
            description = "Port of its API, on loopback; the next one has its health checks.")
    private int port;

    /** Returns when it was stopped; with 1 where it ended by itself. */
    @Override
    public Integer call() throws InterruptedException {
        if (port < 1 || port > LAST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port must be from 1 to " + LAST_PORT + ", not " + port);
        }
        RegistryProcess registry;
        try {
            registry = RegistryProcess.start(
                    RegistryProcess.unpacked().toAbsolutePath().normalize(),
                    data.resolve("database"),
                    data.resolve("registry.log"),
                    "127.0.0.1",
                    port,
                    port + 1);
        } catch (IOException failed) {
            throw new ParameterException(
                    spec.commandLine(), "the registry can't be started: " + failed.getMessage(), failed);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "stop-registry"));
        try {
            registry.awaitReady(READY_WITHIN);
        } catch (IllegalStateException failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return 1;
        }
        spec.commandLine().getOut().println("the registry answers on " + registry.api());
        registry.awaitEnd();
        spec.commandLine().getErr().println("the registry ended; its log is " + data.resolve("registry.log"));
        return 1;
    }
}
