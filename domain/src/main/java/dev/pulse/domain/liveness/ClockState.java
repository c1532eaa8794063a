package dev.pulse.domain.liveness;

import java.util.List;

/**
 * What an {@link ObservedClock} knows, as a value to save.
 *
 * @param leader the source whose ticks advance it, or null before the first tick
 * @param leaderAt the leader's last tick, unix milliseconds of its clock
 * @param observed observed milliseconds so far
 * @param hold ticked milliseconds that will not count, after a gap
 * @param followers the other sources, the one silent for longest first, at most {@link ObservedClock#MAX_FOLLOWERS}
 */
public record ClockState(String leader, long leaderAt, long observed, long hold, List<Follower> followers) {
    public ClockState {
        followers = List.copyOf(followers);
    }

    /**
     * A source beside the leader.
     *
     * @param name its name
     * @param at its last tick, unix milliseconds of its own clock
     * @param ticked milliseconds it has ticked since the leader's last tick, or -1 when none yet
     * @param gap whether it may have been blind since then
     */
    public record Follower(String name, long at, long ticked, boolean gap) {}
}
