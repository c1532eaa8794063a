package dev.pulse.marketplace.rebuild;

import dev.pulse.domain.life.Command;
import java.util.ArrayList;
import java.util.List;

/** How far a rebuild is. Safe for several threads. */
public final class Tally {
    /** Failures that are remembered by name; all are counted. */
    private static final int MAX_NAMED = 100;

    private final List<String> named = new ArrayList<>();
    private long nodes;
    private long owners;
    private long offers;
    private long reservations;
    private long retired;
    private long known;
    private long failed;

    /** What became of a command. */
    enum Outcome {
        /** It was not so before. */
        DONE,
        /** It was. */
        KNOWN
    }

    /**
     * Counts of one moment.
     *
     * @param nodes that are as the ledger has them
     * @param owners that were brought back
     * @param offers that were
     * @param reservations that were
     * @param retired that were taken out of service again
     * @param known what the lifecycle stream knew already
     * @param failed nodes that were left behind
     * @param failures the first hundred of them, each with its reason
     */
    public record Counts(
            long nodes,
            long owners,
            long offers,
            long reservations,
            long retired,
            long known,
            long failed,
            List<String> failures) {}

    synchronized void node() {
        nodes++;
    }

    synchronized void count(Command command, Outcome outcome) {
        if (outcome == Outcome.KNOWN) {
            known++;
            return;
        }
        switch (command) {
            case Command.Pair pair -> owners++;
            case Command.Publish publish -> offers++;
            case Command.Reserve reserve -> reservations++;
            case Command.Retire retire -> retired++;
            default -> throw new IllegalArgumentException("no part of a rebuild: " + command);
        }
    }

    synchronized void failed(String nodeId, String why) {
        failed++;
        if (named.size() < MAX_NAMED) {
            named.add(nodeId + ": " + why);
        }
    }

    /** Where it stands. */
    public synchronized Counts counts() {
        return new Counts(nodes, owners, offers, reservations, retired, known, failed, List.copyOf(named));
    }
}
