package dev.pulse.agent.cli;

import dev.pulse.agent.farm.FarmerCommand;
import dev.pulse.agent.farm.FarmerFarmCommand;
import dev.pulse.agent.farm.FarmerFaucetCommand;
import dev.pulse.agent.farm.FarmerInitCommand;
import dev.pulse.agent.farm.FarmerShowCommand;
import dev.pulse.agent.farm.NodeRegisterCommand;
import dev.pulse.agent.market.FarmerMaintainCommand;
import dev.pulse.agent.market.FarmerNodeCommand;
import dev.pulse.agent.market.FarmerNodesCommand;
import dev.pulse.agent.market.FarmerOfferCommand;
import dev.pulse.agent.market.RenterApproveCommand;
import dev.pulse.agent.market.RenterCommand;
import dev.pulse.agent.market.RenterReleaseCommand;
import dev.pulse.agent.market.RenterReserveCommand;
import dev.pulse.agent.market.RenterShowCommand;
import dev.pulse.agent.proof.NodeCheckProofCommand;
import dev.pulse.agent.rotate.FarmerRotateCommand;
import dev.pulse.agent.rotate.NodeRotateCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;

/** The agent's commands for mounting under {@code pulse}, and how they read their arguments. */
public final class AgentCommands {
    private AgentCommands() {}

    /** New commands, each with its subcommands and converters in place. */
    public static List<CommandLine> all() {
        InstantSource clock = InstantSource.system();
        return List.of(
                configured(new NodeCommand())
                        .addSubcommand(configured(new NodeInitCommand()))
                        .addSubcommand(configured(new NodeRegisterCommand()))
                        .addSubcommand(configured(new NodePairCommand(clock)))
                        .addSubcommand(configured(new NodeRotateCommand(clock)))
                        .addSubcommand(configured(new NodeJoinCommand(clock)))
                        .addSubcommand(configured(new NodeRunCommand(clock)))
                        .addSubcommand(configured(new NodeCheckProofCommand(clock))),
                configured(new FarmerCommand())
                        .addSubcommand(configured(new FarmerInitCommand()))
                        .addSubcommand(configured(new FarmerFaucetCommand()))
                        .addSubcommand(configured(new FarmerFarmCommand()))
                        .addSubcommand(configured(new FarmerRotateCommand(clock)))
                        .addSubcommand(configured(new FarmerShowCommand()))
                        .addSubcommand(configured(new FarmerNodesCommand()))
                        .addSubcommand(
                                verb("publish", "Offers a node on the ledger.", new FarmerOfferCommand("publish")))
                        .addSubcommand(verb(
                                "price", "Changes what a node costs from now on.", new FarmerOfferCommand("price")))
                        .addSubcommand(
                                verb("unpublish", "Takes a node's offer back.", new FarmerNodeCommand("unpublish")))
                        .addSubcommand(configured(new FarmerMaintainCommand(clock)))
                        .addSubcommand(verb(
                                "retire", "Takes a node out of service for good.", new FarmerNodeCommand("retire"))),
                configured(new RenterCommand())
                        .addSubcommand(configured(new FarmerInitCommand()))
                        .addSubcommand(configured(new FarmerFaucetCommand()))
                        .addSubcommand(configured(new RenterApproveCommand()))
                        .addSubcommand(configured(new RenterReserveCommand()))
                        .addSubcommand(configured(new RenterReleaseCommand()))
                        .addSubcommand(configured(new RenterShowCommand())),
                configured(new FleetCommand(clock)),
                configured(new VerifyHeartbeatCommand(clock)),
                configured(new ConformanceCommand()));
    }

    /** A command that several names are given to, each with its own description. */
    private static CommandLine verb(String name, String description, Object command) {
        CommandLine line = configured(command).setCommandName(name);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    /** A command line that reads times as {@code 10s} and shares as {@code 1%}. */
    public static CommandLine configured(Object command) {
        // Every subcommand's output must be the same bytes whatever the locale: canonical payloads are UTF-8.
        return new CommandLine(command)
                .registerConverter(Duration.class, Arguments::duration)
                .registerConverter(Share.class, Share::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(utf8(System.out))
                .setErr(utf8(System.err));
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
