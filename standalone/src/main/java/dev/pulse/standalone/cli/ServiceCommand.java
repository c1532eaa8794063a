package dev.pulse.standalone.cli;

import io.dropwizard.core.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse SERVICE --config FILE}: one service on its own, in the foreground. */
@Command(description = "Runs one service on its own, until it is stopped.", mixinStandardHelpOptions = true)
public final class ServiceCommand implements Callable<Integer> {
    private final String service;
    private final Supplier<Application<?>> application;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Its YAML configuration.")
    private Path config;

    public ServiceCommand(String service, Supplier<Application<?>> application) {
        this.service = service;
        this.application = application;
    }

    /** Returns when the service has started; its threads keep the process alive. A refused key ends the process with 1. */
    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(config)) {
            throw new ParameterException(
                    spec.commandLine(), "The configuration of " + service + " can't be read: " + config);
        }
        application.get().run("server", config.toString());
        return 0;
    }
}
