package dev.pulse.lifecycle.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of the newest commands to one node, so that a command sent twice is carried out once.
 *
 * @param newest the last ones, at most {@link #MAX}, oldest first
 */
public record Answers(List<Answer> newest) {
    /** As many commands as are remembered for each node. */
    public static final int MAX = 16;

    /** None yet. */
    public static final Answers NONE = new Answers(List.of());

    public Answers {
        newest = List.copyOf(newest);
    }

    /**
     * One command's outcome.
     *
     * @param correlationId that of the command
     * @param done whether it was carried out
     * @param code ok, or why not
     * @param detail one sentence for a person
     * @param sequence the node's sequence after it
     */
    public record Answer(String correlationId, boolean done, String code, String detail, long sequence) {}

    /** The outcome of a command that is remembered. */
    public Optional<Answer> of(String correlationId) {
        return newest.stream()
                .filter(answer -> answer.correlationId().equals(correlationId))
                .findFirst();
    }

    /** With one more; the oldest is forgotten where there are too many. */
    public Answers plus(Answer answer) {
        List<Answer> all = new ArrayList<>(newest);
        all.add(answer);
        return new Answers(all.subList(Math.max(0, all.size() - MAX), all.size()));
    }
}
