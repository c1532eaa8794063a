package dev.pulse.system.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run does.
 *
 * @param seed decides the order of the faults and how long each lasts
 * @param mixed whether the last instance of each service that has several is of the next build from the beginning: a grid that
 *     is half upgraded
 * @param first names of faults that come before any that is drawn, in this order; one that is named again strikes its next
 *     member
 * @param length no fault is drawn after so long
 * @param mostFaults nor when so many have been
 * @param only names of the faults to draw from; empty for all
 * @param nodes how many nodes heartbeat
 * @param interval what they promise
 * @param pause how long a stopped process stays stopped
 * @param folder where the cluster keeps its data and logs
 */
public record ChaosSettings(
        long seed,
        boolean mixed,
        List<String> first,
        Duration length,
        int mostFaults,
        Set<String> only,
        int nodes,
        Duration interval,
        Duration pause,
        Path folder) {
    /**
     * @throws IllegalArgumentException naming what is outside its range
     */
    public ChaosSettings {
        if (nodes < 1 || nodes > 10_000) {
            throw new IllegalArgumentException("nodes must be 1 to 10000, not " + nodes);
        }
        if (interval.toSeconds() < 1) {
            throw new IllegalArgumentException("the interval must be a second or more");
        }
        first = List.copyOf(first);
        only = Set.copyOf(only);
    }

    /** Whether there may be a fault of which the name begins so: what it needs costs where it is not. */
    boolean mayHave(String beginning) {
        return only.isEmpty()
                || Stream.concat(first.stream(), only.stream()).anyMatch(name -> name.startsWith(beginning));
    }
}
