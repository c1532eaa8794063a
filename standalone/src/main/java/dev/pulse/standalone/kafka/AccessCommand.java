package dev.pulse.standalone.kafka;

import dev.pulse.standalone.secure.AccessIssueCommand;
import picocli.CommandLine.Command;

/** {@code pulse access}: who of Pulse may do what on Kafka. */
@Command(
        name = "access",
        description = "Who of Pulse may do what on Kafka.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccessInitCommand.class,
            AccessIssueCommand.class,
            AccessListCommand.class,
            AccessGrantCommand.class,
            AccessManifestCommand.class
        })
public final class AccessCommand {}
