package dev.pulse.domain.liveness;

import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.domain.node.LifecycleState;
import java.util.function.Supplier;

/**
 * Decides a node's liveness (design section 4; {@link Phase} has the picture). Holds nothing but the durations: what is
 * known of a node and what time it is are arguments.
 *
 * <p>The tie: a silence of exactly the grace is still within it. A node is due once <em>more</em> than its grace has been
 * observed, and a heartbeat that stands in the log before the tick that would show this counts first.
 */
public final class LivenessRule {
    private final LivenessPolicy policy;

    /** A rule with these durations. */
    public LivenessRule(LivenessPolicy policy) {
        this.policy = policy;
    }

    /** The durations. */
    public LivenessPolicy policy() {
        return policy;
    }

    /**
     * Accounts a proved heartbeat.
     *
     * @param known the node's lease, or null when it was never heard from
     * @param beat the heartbeat
     * @param now observed milliseconds
     */
    public Accounting hear(Lease known, Beat beat, long now) {
        return known == null ? first(beat, now) : again(known, beat, now);
    }

    private static Accounting first(Beat beat, long now) {
        long at = beat.evidence().receivedAt();
        Transition transition =
                new Transition(1, at, null, Liveness.ONLINE, null, LifecycleState.DISCOVERED, Cause.FIRST_HEARTBEAT);
        Lease lease = new Lease(
                beat.evidence(),
                beat.heard(),
                new Lease.Standing(Phase.ON_TIME, LifecycleState.DISCOVERED, 1, at, now, 0, 0),
                Counts.NONE.advance(),
                beat.region(),
                at,
                now,
                now,
                beat.uptimeS(),
                beat.factsDigest());
        return new Accounting.Advance(lease, transition);
    }

    /**
     * The lease of a node that has been paired and was never heard from: OFFLINE, in no region.
     *
     * @param at when, unix milliseconds
     * @param now observed milliseconds
     */
    public static Lease expected(long at, long now) {
        return new Lease(
                new Lease.Evidence(Lease.NEVER, 0, 0, false, 0, 0),
                now,
                new Lease.Standing(Phase.OFFLINE, LifecycleState.DISCOVERED, 0, at, now, 0, 0),
                Counts.NONE,
                "",
                0,
                now,
                now,
                -1,
                0);
    }

    private Accounting again(Lease known, Beat beat, long now) {
        Lease.Evidence evidence = beat.evidence();
        return switch (ReplayRule.judge(known.last(), evidence.timestamp(), evidence.digest())) {
            case DUPLICATE -> new Accounting.Duplicate(known.with(known.counts().duplicate()));
            case REPLAY ->
                new Accounting.Replay(
                        known.with(known.counts().replay()),
                        evidence.timestamp() == known.last().timestamp()
                                ? "Another heartbeat with the same timestamp, " + evidence.timestamp()
                                        + ", has been accepted."
                                : "A heartbeat with the newer timestamp "
                                        + known.last().timestamp() + " has been accepted; this one has "
                                        + evidence.timestamp() + ".");
            case ADVANCE ->
                known.heardFrom() && isOldNews(beat, now) ? remember(known, beat) : advance(known, beat, now);
        };
    }

    /** Whether it was heard so long ago that a node could have fallen silent since. */
    private boolean isOldNews(Beat beat, long now) {
        return now - beat.heard() > policy.graceMs();
    }

    /** It is the newest that is known of the node, and no sign that it lives now. */
    private static Accounting remember(Lease known, Beat beat) {
        return new Accounting.Advance(
                renewed(known, beat, known.standing(), known.firstSeen(), known.firstObserved()), null);
    }

    private static Accounting advance(Lease known, Beat beat, long now) {
        boolean back = known.liveness() != Liveness.ONLINE;
        boolean first = !known.heardFrom();
        long at = beat.evidence().receivedAt();
        Transition transition =
                back ? change(known, Liveness.ONLINE, first ? Cause.FIRST_HEARTBEAT : Cause.HEARTBEAT, at) : null;
        Lease.Standing standing = back
                ? decided(known, Phase.ON_TIME, transition, now)
                : known.standing().phase() == Phase.ON_TIME
                        ? known.standing()
                        : known.standing().in(Phase.ON_TIME);
        long firstSeen = first ? at : known.firstSeen();
        long firstObserved = first ? now : known.firstObserved();
        return new Accounting.Advance(renewed(known, beat, standing, firstSeen, firstObserved), transition);
    }

    private static Lease renewed(Lease known, Beat beat, Lease.Standing standing, long firstSeen, long firstObserved) {
        return new Lease(
                beat.evidence(),
                Math.max(known.heard(), beat.heard()),
                standing,
                known.counts().advance(),
                beat.region(),
                firstSeen,
                firstObserved,
                known.published(),
                beat.uptimeS() < 0 ? known.uptimeS() : beat.uptimeS(),
                beat.factsDigest());
    }

    /**
     * Looks at a node whose deadline entry fired, or must be placed anew after a restart.
     *
     * @param nodeId its name
     * @param lease what is known of it
     * @param now observed milliseconds
     * @param wall the same on the leading ingest's clock, unix milliseconds
     */
    public Firing fire(String nodeId, Lease lease, long now, long wall) {
        return fire(() -> nodeId, lease, now, wall);
    }

    /**
     * Looks at a node whose deadline entry fired.
     *
     * @param nodeId its name, which is nearly never asked for
     * @param lease what is known of it
     * @param now observed milliseconds
     * @param wall the same on the leading ingest's clock, unix milliseconds
     */
    public Firing fire(Supplier<String> nodeId, Lease lease, long now, long wall) {
        Lease.Standing standing = lease.standing();
        return switch (standing.phase()) {
            case ON_TIME, LATE, DUE -> silence(lease, now);
            case UNKNOWN -> {
                long release = standing.sinceObserved() + policy.unknownMs(nodeId.get());
                yield now >= release ? fall(lease, Cause.GUARD_RELEASED, now, wall) : rest(lease, release, now);
            }
            case FELL -> {
                long settled = standing.sinceObserved() + policy.graceMs() + 1;
                yield now >= settled
                        ? rest(lease.with(standing.in(Phase.OFFLINE)), Long.MAX_VALUE, now)
                        : rest(lease, settled, now);
            }
            case OFFLINE -> rest(lease, Long.MAX_VALUE, now);
        };
    }

    /**
     * Decides a node that is due, by the verdict over its region; one that has been heard from meanwhile is placed anew.
     *
     * @param disturbed what the verdict says of the region
     */
    public Firing decide(String nodeId, Lease lease, boolean disturbed, long now, long wall) {
        if (lease.standing().phase() != Phase.DUE) {
            return fire(nodeId, lease, now, wall);
        }
        if (!disturbed) {
            return fall(lease, Cause.GRACE_EXPIRED, now, wall);
        }
        Transition transition = change(lease, Liveness.UNKNOWN, Cause.REGION_DISTURBED, wall);
        Lease unknown = lease.with(decided(lease, Phase.UNKNOWN, transition, now));
        long release = now + policy.unknownMs(nodeId);
        return new Firing.Rearmed(
                unknown.published(now),
                Math.max(now + 1, Math.min(release, now + policy.refreshMs())),
                transition,
                false);
    }

    /** When the entry of a node must fire that has just been heard from. */
    public long lateAt(Lease lease) {
        return lease.heard() + policy.lateMs() + 1;
    }

    /** The deadline: a node still silent after this observed millisecond is due. */
    public long deadline(Lease lease) {
        return lease.heard() + policy.graceMs();
    }

    private Firing silence(Lease lease, long now) {
        long silent = now - lease.heard();
        if (silent > policy.graceMs()) {
            return new Firing.AwaitsVerdict(in(lease, Phase.DUE));
        }
        boolean late = silent > policy.lateMs();
        long at = late ? deadline(lease) + 1 : lateAt(lease);
        Lease after = in(lease, late ? Phase.LATE : Phase.ON_TIME);
        // A node that keeps its promise fires about once an interval: write its state now if the next time is too late.
        boolean refresh = after.published() + policy.refreshMs() < at;
        return refresh
                ? new Firing.Rearmed(after.published(now), Math.min(at, now + policy.refreshMs()), null, true)
                : new Firing.Rearmed(after, at, null, false);
    }

    private Firing rest(Lease lease, long until, long now) {
        boolean refresh = lease.published() + policy.refreshMs() <= now;
        Lease after = refresh ? lease.published(now) : lease;
        return new Firing.Rearmed(after, Math.min(until, after.published() + policy.refreshMs()), null, refresh);
    }

    private Firing fall(Lease lease, Cause cause, long now, long wall) {
        Transition transition = change(lease, Liveness.OFFLINE, cause, wall);
        Lease fallen = lease.with(decided(lease, Phase.FELL, transition, now)).published(now);
        return new Firing.Rearmed(fallen, now + Math.min(policy.graceMs() + 1, policy.refreshMs()), transition, false);
    }

    private static Lease in(Lease lease, Phase phase) {
        return lease.standing().phase() == phase
                ? lease
                : lease.with(lease.standing().in(phase));
    }

    private static Transition change(Lease lease, Liveness after, Cause cause, long at) {
        Lease.Standing standing = lease.standing();
        return new Transition(
                standing.sequence() + 1,
                at,
                lease.liveness(),
                after,
                standing.lifecycle(),
                standing.lifecycle(),
                cause);
    }

    private static Lease.Standing decided(Lease lease, Phase phase, Transition transition, long now) {
        Lease.Standing standing = lease.standing();
        boolean announced = standing.lifecycle() == LifecycleState.MAINTENANCE;
        return new Lease.Standing(
                phase,
                standing.lifecycle(),
                transition.sequence(),
                transition.at(),
                now,
                lease.onlineMs(now),
                standing.flaps() + (phase == Phase.FELL && !announced ? 1 : 0));
    }

    /**
     * A node that moved on in its life.
     *
     * @param lease the lease after it
     * @param transition what changed
     */
    public record Moved(Lease lease, Transition transition) {}

    /**
     * Moves a node on in its life, which leaves its liveness as it is.
     *
     * @param lease the lease before
     * @param state where it stands now, which may be where it stood
     * @param cause a command, or that something was over
     * @param at when, unix milliseconds
     */
    public static Moved live(Lease lease, LifecycleState state, Cause cause, long at) {
        Lease.Standing s = lease.standing();
        boolean first = s.sequence() == 0;
        Transition transition = new Transition(
                s.sequence() + 1,
                at,
                first ? null : lease.liveness(),
                lease.liveness(),
                first ? null : s.lifecycle(),
                state,
                cause);
        return new Moved(
                lease.with(new Lease.Standing(
                        s.phase(),
                        state,
                        transition.sequence(),
                        s.since(),
                        s.sinceObserved(),
                        s.onlineMs(),
                        s.flaps())),
                transition);
    }
}
