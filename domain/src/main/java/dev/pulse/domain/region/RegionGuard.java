package dev.pulse.domain.region;

import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.ObservedClock.Effect;
import dev.pulse.domain.region.GuardState.Report;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges one region as a whole (design section 4): when too much of it goes dark within one grace period, the fault lies
 * with the region rather than with its nodes.
 *
 * <p>Dark are the nodes that are late, due, UNKNOWN or went OFFLINE within the last grace. Late nodes lead their deadline
 * by half a grace, that is 1.5 intervals, while the heartbeats of a fleet spread over one: in a blackout all of it is
 * late before the first node is due, and no node is called OFFLINE before the guard has seen it.
 *
 * <p>There is a way out of every disturbance: an UNKNOWN node goes OFFLINE after a bounded time whatever the guard says,
 * and leaves the population one grace later.
 *
 * <p>It answers each census, with the newest census of every partition summed: nobody waits for a slow partition. Which
 * censuses are fresh it tells by observed time of its own, for which each partition's censuses are the ticks; so
 * partitions that follow clocks hours apart do no harm.
 *
 * <p>Not safe for use by several threads.
 */
public final class RegionGuard {
    private final RegionPolicy policy;
    private final ObservedClock clock;
    private final Map<Integer, Report> reports = new TreeMap<>();
    private boolean disturbed;
    private long disturbedSince;
    private boolean worthSaving;

    /** A guard that has heard nothing. */
    public RegionGuard(RegionPolicy policy) {
        this.policy = policy;
        clock = new ObservedClock(0);
    }

    /** A guard that goes on from a saved state. */
    public RegionGuard(RegionPolicy policy, GuardState state) {
        this.policy = policy;
        clock = new ObservedClock(0, state.clock());
        disturbed = state.disturbed();
        disturbedSince = state.disturbedSince();
        state.reports().forEach(r -> reports.put(r.census().partition(), r));
    }

    /** Takes a census and answers it. */
    public Judgement hear(Census census) {
        Effect effect = clock.tick(Integer.toString(census.partition()), census.asOf());
        reports.put(census.partition(), new Report(census, clock.observed()));
        // Partitions there are no longer, where there were more of them once: their nodes are counted elsewhere.
        reports.keySet().removeIf(partition -> partition >= census.partitions());
        boolean before = disturbed;
        Headcount sum = Headcount.NONE;
        long asOf = Long.MAX_VALUE;
        int heard = 0;
        for (Report report : reports.values()) {
            if (clock.observed() - report.arrived() <= policy.freshMs()) {
                sum = sum.plus(report.census().headcount());
                asOf = Math.min(asOf, report.census().asOf());
                heard++;
            }
        }
        turn(sum, asOf);
        worthSaving = effect != Effect.IGNORED || before != disturbed;
        return new Judgement(
                asOf,
                disturbed,
                disturbedSince,
                sum,
                heard,
                census.partitions(),
                census.partition(),
                census.observed());
    }

    /**
     * Whether the state should be saved now: with each tick of the partition that leads, and when the judgement turned. What is lost in between
     * comes again with the next census.
     */
    public boolean worthSaving() {
        return worthSaving;
    }

    private void turn(Headcount sum, long asOf) {
        long population = sum.population();
        long dark = sum.dark() * 100;
        if (population < policy.minNodes()) {
            disturbed = false;
        } else if (!disturbed && dark > population * policy.disturbedPercent()) {
            disturbed = true;
            disturbedSince = asOf;
        } else if (disturbed && dark < population * policy.calmPercent()) {
            disturbed = false;
        }
    }

    /** The state to save. */
    public GuardState state() {
        return new GuardState(
                clock.state(),
                disturbed,
                disturbedSince,
                reports.values().stream().toList());
    }
}
