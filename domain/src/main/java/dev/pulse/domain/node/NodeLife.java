package dev.pulse.domain.node;

import java.util.Locale;

/**
 * Where a node may go in its life.
 *
 * <pre>
 *   (first heartbeat) --> DISCOVERED --RETIRE--> RETIRED
 * </pre>
 *
 * The states between the two are named in {@link LifecycleState}; the commands that lead there need the ledger, and are
 * refused until it is part of Pulse. A retired node stays retired, whatever it sends.
 */
public final class NodeLife {
    private NodeLife() {}

    /**
     * Judges a command.
     *
     * @param state where the node stands, or null when it was never heard from
     * @param command what is wanted
     */
    public static CommandOutcome judge(LifecycleState state, Command command) {
        if (state == null) {
            return new CommandOutcome.Refused(
                    "unknown_node", "No heartbeat of this node has been accepted, so there is nothing to command.");
        }
        if (state == LifecycleState.RETIRED) {
            return new CommandOutcome.Refused("already_retired", "The node was retired, which is for good.");
        }
        if (command == Command.RETIRE) {
            return new CommandOutcome.Done(LifecycleState.RETIRED, "The node is retired.");
        }
        String name = command.name().toLowerCase(Locale.ROOT);
        if (command == Command.PAIR) {
            return new CommandOutcome.Refused("not_available", "Pairing is not available in this release.");
        }
        if (command == Command.ROTATE) {
            return new CommandOutcome.Refused("not_available", "Key rotation is not available in this release.");
        }
        return new CommandOutcome.Refused(
                "not_yet_paired", "The node is not paired, and " + name + " is for paired nodes.");
    }
}
