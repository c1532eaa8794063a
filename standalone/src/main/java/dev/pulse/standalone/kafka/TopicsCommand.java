package dev.pulse.standalone.kafka;

import picocli.CommandLine.Command;

/** {@code pulse topics}: the topics, and what stands in them. */
@Command(
        name = "topics",
        description = "Makes Pulse's topics, and looks into them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TopicsCountCommand.class,
            TopicsCreateCommand.class,
            TopicsManifestCommand.class,
            TopicsPlanCommand.class,
            TopicsScaleCommand.class
        })
public final class TopicsCommand {}
