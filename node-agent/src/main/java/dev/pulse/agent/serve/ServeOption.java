package dev.pulse.agent.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What runs a node's virtual machines. */
public final class ServeOption {
    @Option(
            names = "--workload",
            paramLabel = "PROGRAM",
            description =
                    "What runs the virtual machines: called as PROGRAM reservations FILE when the node's reservations "
                            + "changed, and as PROGRAM running, which prints how many run.")
    private Path program;

    /** What was named, or null. */
    public Path program() {
        return program;
    }

    /** The program, or null; it must be one that can be run. */
    public Workload workload(CommandSpec spec) {
        if (program == null) {
            return null;
        }
        if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            throw new ParameterException(
                    spec.commandLine(), "--workload must be a program that can be run: " + program);
        }
        return new Workload(program.toAbsolutePath());
    }
}
