package dev.pulse.lifecycle.topology;

import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.liveness.DeadlineWheel;
import dev.pulse.domain.liveness.Firing;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.domain.region.Headcount;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.topology.Tallies.Tally;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the nodes of one partition that fell silent, in bounded steps. Each node has one entry: in the wheel, or, once it
 * is due, in its region's queue for a verdict.
 *
 * <p>A census is written only when the wheel has been swept up to the tick, so that every node that is late by then is
 * counted as late; and a verdict decides only the nodes that were in the census that it answers.
 */
final class Sweep {
    /** At most so many nodes are looked at for one record, or one wake-up: some 20 ms of work. */
    static final int STEP = 2_000;

    /**
     * A node that waits for a verdict.
     *
     * @param nodeId its name
     * @param since observed milliseconds at which it was found due
     */
    private record Due(String nodeId, long since) {}

    private static final class Waiting {
        final ArrayDeque<Due> queue = new ArrayDeque<>();
        long covers = -1;
        boolean disturbed;

        boolean decidable() {
            return !queue.isEmpty() && queue.peekFirst().since() <= covers;
        }
    }

    private final LivenessRule rule;
    private final ObservedClock clock;
    private final NodeBook book;
    private final Outbox out;
    private final Tallies tallies;
    private final LifecycleCounters counters;
    private final int partition;
    private final DeadlineWheel wheel = new DeadlineWheel();
    private final Map<String, Waiting> waiting = new TreeMap<>();
    private boolean censusDue;

    Sweep(
            LivenessRule rule,
            ObservedClock clock,
            NodeBook book,
            Outbox out,
            Tallies tallies,
            LifecycleCounters counters,
            int partition) {
        this.rule = rule;
        this.clock = clock;
        this.book = book;
        this.out = out;
        this.tallies = tallies;
        this.counters = counters;
        this.partition = partition;
    }

    /** Gives a node its entry when the partition is taken over: everybody is looked at again with the first tick. */
    void place(int number, Lease lease) {
        Firing firing = rule.fire(() -> book.nodeId(number), lease, clock.observed(), clock.wall());
        if (!firing.lease().equals(lease)) {
            // Something is to be written, which is the sweep's business: an entry in the past fires with the next tick.
            wheel.arm(number, clock.observed());
            return;
        }
        switch (firing) {
            case Firing.AwaitsVerdict due -> await(book.nodeId(number), due.lease());
            case Firing.Rearmed rearmed -> wheel.arm(number, rearmed.at());
        }
    }

    /** A node was heard from that was not ONLINE, or is new: its entry may be far ahead. */
    void revived(String nodeId, Lease lease) {
        wheel.arm(book.number(nodeId), rule.lateAt(lease));
    }

    /** The clock's leader has ticked. */
    void ticked() {
        censusDue = true;
        resume();
    }

    /** The verdict that answers a census of this partition. */
    void judged(String region, boolean disturbed, long covers) {
        Waiting of = waiting.computeIfAbsent(region, r -> new Waiting());
        of.disturbed = disturbed;
        tallies.judged(partition, region, disturbed);
        of.covers = Math.max(of.covers, covers);
        resume();
    }

    /** Goes on with what the last step left; does nothing when there is nothing left. */
    void resume() {
        boolean swept = wheel.advance(clock.observed(), STEP, this::fired);
        if (swept && censusDue) {
            censusDue = false;
            census();
        }
        int left = STEP;
        for (Waiting of : List.copyOf(waiting.values())) {
            while (left > 0 && of.decidable()) {
                left--;
                decide(of.queue.pollFirst().nodeId(), of.disturbed);
            }
        }
    }

    private void fired(int number, long armedFor) {
        Lease lease = book.lease(number);
        Firing firing = rule.fire(() -> book.nodeId(number), lease, clock.observed(), clock.wall());
        if (firing instanceof Firing.Rearmed rearmed && rearmed.changesNothing(lease)) {
            // Nearly always: the node has been heard from since. Not even its name is wanted.
            wheel.arm(number, rearmed.at());
        } else {
            apply(number, book.nodeId(number), lease, firing);
        }
    }

    private void decide(String nodeId, boolean disturbed) {
        Lease lease = book.lease(nodeId);
        apply(
                book.number(nodeId),
                nodeId,
                lease,
                rule.decide(nodeId, lease, disturbed, clock.observed(), clock.wall()));
    }

    private void apply(int number, String nodeId, Lease before, Firing firing) {
        Lease after = firing.lease();
        book.put(nodeId, before, after);
        switch (firing) {
            case Firing.AwaitsVerdict due -> await(nodeId, due.lease());
            case Firing.Rearmed rearmed -> {
                wheel.arm(number, rearmed.at());
                if (rearmed.transition() == null && !rearmed.refresh()) {
                    return;
                }
                NodeLife life = book.life(nodeId, after);
                if (rearmed.transition() != null) {
                    if (rearmed.transition().cause() == Cause.GRACE_EXPIRED) {
                        counters.detected(clock.observed() - rule.deadline(before));
                    }
                    out.event(nodeId, after, rearmed.transition(), "", life.pause(), clock.observed());
                }
                out.state(nodeId, after, book.facts(nodeId), life, clock.observed(), clock.wall());
            }
        }
    }

    private void await(String nodeId, Lease lease) {
        waiting.computeIfAbsent(lease.region(), r -> new Waiting()).queue.addLast(new Due(nodeId, clock.observed()));
    }

    private void census() {
        SortedMap<String, Headcount> regions = new TreeMap<>();
        book.tally().forEach((region, count) -> {
            regions.put(region, count);
            out.census(region, count, clock.observed(), clock.wall());
        });
        tallies.put(partition, new Tally(clock.wall(), clock.observed(), regions));
    }
}
