package dev.pulse.schemas.generation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a grid stands between two generations: what everybody who writes or reads topics goes by (decision 0034). A value
 * with its legal moves; who makes one writes the outcome down before acting on it.
 *
 * <pre>
 *            prepare            cut             drained            carried
 *   STEADY ----------> PREPARED -----> CUT ---------------> DRAINED ----------> STEADY
 *     ^                   |             writers: next        nobody works        current is what was next,
 *     +----- cancel ------+             workers: current     state is copied     what was current is former
 *     +--- finish (forgets the former)
 * </pre>
 *
 * @param current the generation that is worked on, or was until the one after it takes over
 * @param next the one to come; null while {@link Step#STEADY}
 * @param step how far it is
 * @param former those whose topics are still there, the oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Course(
        @JsonProperty("current") Generation current,
        @JsonProperty("next") Generation next,
        @JsonProperty("step") Step step,
        @JsonProperty("former") List<Generation> former) {
    /** How far a grid is on its way to the next generation. */
    public enum Step {
        /** There is one generation, which everybody uses. */
        STEADY,
        /** The next one's topics are being made. Nobody uses them. */
        PREPARED,
        /** Writers write to the next one, what waits in the current one is worked off. */
        CUT,
        /** The current one is worked off. Its state is carried over, and nobody works. */
        DRAINED
    }

    /** @throws IllegalArgumentException where there is no step, or a next generation in the wrong one */
    public Course {
        if (current == null || step == null) {
            throw new IllegalArgumentException("a course has a current generation and a step");
        }
        if ((next == null) != (step == Step.STEADY)) {
            throw new IllegalArgumentException(
                    "a course that is " + step + " has " + (next == null ? "a next generation" : "no next generation"));
        }
        if (next != null && next.number() <= current.number()) {
            throw new IllegalArgumentException(next + " can't come after " + current);
        }
        former = former == null ? List.of() : List.copyOf(former);
    }

    /** That of a grid that never moved. */
    public static Course steady(int partitions) {
        return new Course(Generation.first(partitions), null, Step.STEADY, List.of());
    }

    /** What heartbeats and commands are written to. */
    public Generation writing() {
        return step == Step.CUT || step == Step.DRAINED ? next : current;
    }

    /** What the topologies work on; nothing while state is carried over. */
    public Optional<Generation> working() {
        return step == Step.DRAINED ? Optional.empty() : Optional.of(current);
    }

    /** All whose topics somebody may read, the oldest first. */
    public List<Generation> readable() {
        Stream<Generation> known = Stream.concat(former.stream(), Stream.of(current));
        return Stream.concat(known, step == Step.DRAINED || step == Step.CUT ? Stream.of(next) : Stream.empty())
                .toList();
    }

    /**
     * Sets out for another partition count.
     *
     * @throws IllegalStateException a sentence, where it is on its way already or has that count
     */
    public Course prepare(int partitions) {
        require(Step.STEADY, "set out");
        if (partitions == current.partitions()) {
            throw new IllegalStateException("There are " + partitions + " partitions already.");
        }
        return new Course(current, new Generation(current.number() + 1, partitions), Step.PREPARED, former);
    }

    /** Turns back before anything was written to the next generation. */
    public Course cancel() {
        require(Step.PREPARED, "turn back");
        return new Course(current, null, Step.STEADY, former);
    }

    /** The next generation's topics are there: what is written goes there from now on. */
    public Course cut() {
        require(Step.PREPARED, "cut over");
        return new Course(current, next, Step.CUT, former);
    }

    /** All that waited in the current generation is worked off. */
    public Course drained() {
        require(Step.CUT, "stop the current generation");
        return new Course(current, next, Step.DRAINED, former);
    }

    /** The state stands where the next generation restores it from: it takes over. */
    public Course carried() {
        require(Step.DRAINED, "take over");
        List<Generation> left = new ArrayList<>(former);
        left.add(current);
        return new Course(next, null, Step.STEADY, left);
    }

    /** The former generations are no longer needed. */
    public Course finish() {
        require(Step.STEADY, "forget former generations");
        return new Course(current, null, Step.STEADY, List.of());
    }

    private void require(Step wanted, String what) {
        if (step != wanted) {
            throw new IllegalStateException("Can't " + what + " now: " + this + ".");
        }
    }

    @Override
    public String toString() {
        return switch (step) {
            case STEADY -> current + " is in use";
            case PREPARED -> current + " is in use, " + next + " is being prepared";
            case CUT -> next + " is written, " + current + " is being worked off";
            case DRAINED -> next + " is written, the state of " + current + " is being carried over";
        };
    }
}
