package dev.pulse.domain.node;

/** What became of a command. */
public sealed interface CommandOutcome {
    /**
     * Carried out.
     *
     * @param state where the node stands after it
     * @param detail one sentence for a person
     */
    record Done(LifecycleState state, String detail) implements CommandOutcome {}

    /**
     * Not carried out; nothing changed.
     *
     * @param code machine-readable reason, lower snake case
     * @param detail one sentence for a person
     */
    record Refused(String code, String detail) implements CommandOutcome {}
}
