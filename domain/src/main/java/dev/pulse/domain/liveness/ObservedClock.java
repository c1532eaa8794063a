package dev.pulse.domain.liveness;

import dev.pulse.domain.liveness.ClockState.Follower;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Observed time: how long somebody was able to hear, which is not how long it was (design section 4). It advances by
 * ticks alone. A tick is a source's testimony that it could take heartbeats in the second that ended, so time without
 * ticks does not count, and an outage of ours never makes a node look silent.
 *
 * <p>One source, the leader, is followed. Its tick is compared with its own earlier tick only; so are the ticks of every
 * other source, which is why clocks that differ by hours do no harm. A source that ticks on for more than the tolerance
 * while the leader is silent becomes the leader, and the time it ticked since then counts, for it was listening.
 *
 * <p>A gap longer than the tolerance is blind: it does not count, and neither does the next {@code hold} of ticked time,
 * in which the nodes that could not deliver come back ("deadlines move by the gap and one interval").
 *
 * <p>Not safe for use by several threads.
 */
public final class ObservedClock {
    /** A longer pause between two ticks of one source, in milliseconds, is a gap, where ticks come once a second or more often. */
    public static final long TOLERANCE_MS = 5_000;

    /** At most this many sources beside the leader are remembered; the one silent for longest makes room. */
    public static final int MAX_FOLLOWERS = 32;

    /** What a tick did. */
    public enum Effect {
        /** The leader's: time may have advanced, and whoever acts once a tick acts now. */
        LED,
        /** The leader's, after a gap: time stood still. */
        GAP,
        /** Another source's, or one out of order: nothing to do. */
        IGNORED
    }

    private static final long NOT_COUNTING = -1;

    private static final class Source {
        long at;
        /** Ticked milliseconds since the leader's last tick; {@link #NOT_COUNTING} before the first of them. */
        long ticked = NOT_COUNTING;
        /** Whether it may have been blind too since the leader's last tick. */
        boolean gap = true;

        Source(long at) {
            this.at = at;
        }

        void leaderTicked() {
            ticked = NOT_COUNTING;
            gap = false;
        }
    }

    private final long holdMs;
    private final long toleranceMs;
    private final Map<String, Source> followers = new LinkedHashMap<>();
    private String leader;
    private long leaderAt;
    private long observed;
    private long hold;

    /**
     * A clock that has seen nothing.
     *
     * @param holdMs how much ticked time after a gap does not count, in milliseconds, 0 or more
     */
    public ObservedClock(long holdMs) {
        this(holdMs, TOLERANCE_MS);
    }

    /**
     * A clock that has seen nothing, for ticks that come more seldom than once a second.
     *
     * @param toleranceMs a longer pause between two ticks is a gap
     */
    public ObservedClock(long holdMs, long toleranceMs) {
        this.holdMs = holdMs;
        this.toleranceMs = toleranceMs;
    }

    /** A clock that goes on from a saved state. */
    public ObservedClock(long holdMs, ClockState state) {
        this(holdMs, TOLERANCE_MS, state);
    }

    /** A clock that goes on from a saved state. */
    public ObservedClock(long holdMs, long toleranceMs, ClockState state) {
        this(holdMs, toleranceMs);
        leader = state.leader();
        leaderAt = state.leaderAt();
        observed = state.observed();
        hold = state.hold();
        for (Follower f : state.followers()) {
            Source source = new Source(f.at());
            source.ticked = f.ticked();
            source.gap = f.gap();
            followers.put(f.name(), source);
        }
    }

    /**
     * Takes a tick.
     *
     * @param source who ticks
     * @param at its own clock, unix milliseconds
     */
    public Effect tick(String source, long at) {
        if (leader == null) {
            leader = source;
            leaderAt = at;
            return Effect.LED;
        }
        return source.equals(leader) ? lead(at) : follow(source, at);
    }

    private Effect lead(long at) {
        long delta = at - leaderAt;
        if (delta <= 0 && delta >= -toleranceMs) {
            return Effect.IGNORED;
        }
        leaderAt = at;
        followers.values().forEach(Source::leaderTicked);
        if (isGap(delta)) {
            hold = holdMs;
            return Effect.GAP;
        }
        count(delta);
        return Effect.LED;
    }

    private Effect follow(String name, long at) {
        Source source = followers.remove(name);
        if (source == null) {
            source = new Source(at);
            source.ticked = 0;
            if (followers.size() >= MAX_FOLLOWERS) {
                followers.remove(followers.keySet().iterator().next());
            }
            followers.put(name, source);
            return Effect.IGNORED;
        }
        followers.put(name, source);
        long delta = at - source.at;
        if (delta <= 0 && delta >= -toleranceMs) {
            return Effect.IGNORED;
        }
        source.at = at;
        source.gap |= isGap(delta);
        if (source.ticked == NOT_COUNTING) {
            // Part of this second lies before the leader's last tick and has been counted.
            source.ticked = 0;
        } else if (!isGap(delta)) {
            source.ticked += delta;
        }
        return source.ticked > toleranceMs ? takeOver(name, source) : Effect.IGNORED;
    }

    private Effect takeOver(String name, Source source) {
        followers.remove(name);
        followers.put(leader, new Source(leaderAt));
        followers.values().forEach(Source::leaderTicked);
        leader = name;
        leaderAt = source.at;
        if (source.gap) {
            hold = holdMs;
        }
        count(source.ticked);
        return Effect.LED;
    }

    /** A step back of a clock by more than the tolerance is a gap too: how long it really was, nobody knows. */
    private boolean isGap(long delta) {
        return delta > toleranceMs || delta < -toleranceMs;
    }

    private void count(long delta) {
        long held = Math.min(hold, delta);
        hold -= held;
        observed += delta - held;
    }

    /** Observed milliseconds so far; never goes back. */
    public long observed() {
        return observed;
    }

    /** The leader's last tick, unix milliseconds: the {@code as_of} of what is decided now. 0 before the first tick. */
    public long wall() {
        return leaderAt;
    }

    /** Whether a tick has been seen at all. */
    public boolean started() {
        return leader != null;
    }

    /**
     * The observed time at which a heartbeat was taken: that of the last tick, plus what passed since then on the clock
     * of the source that took it, at most the tolerance. Without it a silence would look up to one tick longer than it is;
     * and where the leader has fallen silent, up to the tolerance longer, once the other source has taken over and what it
     * ticked in between counts.
     *
     * @param source who took it
     * @param receivedAt when, on that source's clock, unix milliseconds
     */
    public long heardAt(String source, long receivedAt) {
        if (hold > 0 || leader == null) {
            return observed;
        }
        long last = leaderAt;
        long ticked = 0;
        if (!source.equals(leader)) {
            Source follower = followers.get(source);
            if (follower == null) {
                return observed;
            }
            last = follower.at;
            ticked = follower.gap ? 0 : Math.max(0, follower.ticked);
        }
        return observed + Math.clamp(ticked + Math.max(0, receivedAt - last), 0, toleranceMs);
    }

    /**
     * The same for what may come long after it was taken, such as a heartbeat that was refused wrongly and is judged once
     * more. One that is older than the grace says nothing of now: it was heard as long ago as its source's clock says, all
     * of that counted as observed. Below that, and while time is held after a gap, what waited on its way to us is not the
     * node's fault.
     *
     * @param source who took it; of one that never ticked, the leader's clock is asked
     * @param receivedAt when, on that source's clock, unix milliseconds
     * @param graceMs how old it may be to count as heard now, in milliseconds
     * @return observed milliseconds, 0 or more
     */
    public long heardAt(String source, long receivedAt, long graceMs) {
        Source follower = source.equals(leader) ? null : followers.get(source);
        long newest = follower == null ? leaderAt : follower.at;
        long oldest = newest - graceMs;
        if (hold > 0 || leader == null || receivedAt >= oldest) {
            return heardAt(source, receivedAt);
        }
        // What a record says may be any number; before the epoch is as good as at it.
        return Math.max(0, observed - (newest - Math.max(0, receivedAt)));
    }

    /** The state to save. */
    public ClockState state() {
        List<Follower> all = new ArrayList<>(followers.size());
        followers.forEach((name, f) -> all.add(new Follower(name, f.at, f.ticked, f.gap)));
        return new ClockState(leader, leaderAt, observed, hold, all);
    }
}
