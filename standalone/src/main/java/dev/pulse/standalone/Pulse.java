package dev.pulse.standalone;

import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.ingest.IngestApplication;
import dev.pulse.lifecycle.LifecycleApplication;
import dev.pulse.marketplace.MarketplaceApplication;
import dev.pulse.standalone.cli.BrokerCommand;
import dev.pulse.standalone.cli.DevnetLedgerCommand;
import dev.pulse.standalone.cli.RebuildCommand;
import dev.pulse.standalone.cli.RegistryCommand;
import dev.pulse.standalone.cli.ServiceCommand;
import dev.pulse.standalone.cli.UpCommand;
import dev.pulse.standalone.cli.Version;
import dev.pulse.standalone.dlq.DlqCommand;
import dev.pulse.standalone.kafka.AccessCommand;
import dev.pulse.standalone.kafka.TopicsCommand;
import dev.pulse.standalone.secure.TrustedAuthorities;
import dev.pulse.standalone.simulate.SimulateCommand;
import dev.pulse.standalone.size.SizeCommand;
import dev.pulse.verifier.VerifierApplication;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The {@code pulse} command. */
@Command(
        name = "pulse",
        description = "Heartbeats and node lifecycle for a compute marketplace, on Apache Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        // The script starts these two itself, with modules on the class path that this one does not have.
        footer = {
            "",
            "From a checkout also, built on first use:",
            "  bench        Measures what Pulse costs, and writes the pages of benchmarks/.",
            "  chaos        Breaks parts of a cluster under load, and holds the books."
        })
public final class Pulse {
    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:PULSE_CACERT}",
            description = "Authorities to trust over TLS beside the JDK's, in PEM (or the variable PULSE_CACERT).")
    private Path cacert;

    private Pulse() {}

    /** Whom a process believes is decided once, before anything in it connects. */
    private int run(ParseResult parsed) {
        if (cacert != null) {
            try {
                SSLContext.setDefault(TrustedAuthorities.with(cacert));
            } catch (IOException unusable) {
                parsed.commandSpec().commandLine().getErr().println("--cacert: " + unusable.getMessage());
                return ExitCode.USAGE;
            }
        }
        return new RunLast().execute(parsed);
    }

    /** Runs a command and exits with its status: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        int status = commands().execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
        // On 0 the process ends when its last thread does: a service goes on until it is stopped.
    }

    /** Every command, printing to this process' output unless told otherwise. */
    public static CommandLine commands() {
        Pulse root = new Pulse();
        CommandLine pulse = new CommandLine(root);
        pulse.addSubcommand(AgentCommands.configured(new UpCommand()));
        AgentCommands.all().forEach(pulse::addSubcommand);
        pulse.addSubcommand(new TopicsCommand());
        pulse.addSubcommand(new AccessCommand());
        pulse.addSubcommand(AgentCommands.configured(new DlqCommand()));
        pulse.addSubcommand(AgentCommands.configured(new SizeCommand()));
        pulse.addSubcommand(AgentCommands.configured(new SimulateCommand()));
        pulse.addSubcommand(new BrokerCommand());
        pulse.addSubcommand(new RegistryCommand());
        pulse.addSubcommand(AgentCommands.configured(new DevnetLedgerCommand()));
        pulse.addSubcommand(new RebuildCommand());
        pulse.addSubcommand("ingest", new ServiceCommand("the ingest", IngestApplication::new));
        pulse.addSubcommand("verifier", new ServiceCommand("the verifier", VerifierApplication::new));
        pulse.addSubcommand("lifecycle", new ServiceCommand("the lifecycle stream", LifecycleApplication::new));
        pulse.addSubcommand("marketplace", new ServiceCommand("the explorer", MarketplaceApplication::new));
        pulse.setExecutionStrategy(root::run);
        return pulse;
    }
}
