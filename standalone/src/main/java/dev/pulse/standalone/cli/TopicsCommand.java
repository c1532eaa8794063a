package dev.pulse.standalone.cli;

import picocli.CommandLine.Command;

/** {@code pulse topics}: what stands in the topics. */
@Command(
        name = "topics",
        description = "Looks into Pulse's topics.",
        mixinStandardHelpOptions = true,
        subcommands = TopicsCountCommand.class)
public final class TopicsCommand {}
