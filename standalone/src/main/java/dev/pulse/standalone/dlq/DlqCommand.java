package dev.pulse.standalone.dlq;

import picocli.CommandLine.Command;

/** {@code pulse dlq}: the dead letters. */
@Command(
        name = "dlq",
        description = "Dead letters: looks at them, counts them, and puts back what was refused wrongly.",
        mixinStandardHelpOptions = true,
        subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqStatsCommand.class, DlqReplayCommand.class})
public final class DlqCommand {}
