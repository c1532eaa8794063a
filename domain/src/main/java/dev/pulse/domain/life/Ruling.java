package dev.pulse.domain.life;

/** What became of a command. */
public sealed interface Ruling {
    /** One sentence for a person. */
    String detail();

    /**
     * Carried out.
     *
     * @param after the life after it
     */
    record Changed(NodeLife after, String detail) implements Ruling {}

    /** It already was as the command wants it. */
    record Unchanged(String detail) implements Ruling {}

    /**
     * Not carried out.
     *
     * @param code machine-readable reason, lower snake case
     */
    record Refused(String code, String detail) implements Ruling {}
}
