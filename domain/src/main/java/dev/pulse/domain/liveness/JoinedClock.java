package dev.pulse.domain.liveness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One clock in the place of several, for a partition that gets nodes of several others (decision 0034). It goes on where
 * they stopped: nobody's silence becomes longer or shorter by the move. Where they can't be compared, since they followed
 * different sources or one of them stood still for longer than the tolerance, the next tick shows a gap, and the interval
 * after it does not count: time of which one of them saw nothing is blindness.
 *
 * @param state the clock's, or null where none of them ever ticked
 * @param shifts by how much each of them is behind it, in the order in which they were given, observed milliseconds
 */
public record JoinedClock(ClockState state, List<Long> shifts) {
    public JoinedClock {
        shifts = List.copyOf(shifts);
    }

    /**
     * Joins clocks.
     *
     * @param clocks their last states, one or more; null for one that never ticked
     */
    public static JoinedClock of(List<ClockState> clocks) {
        List<ClockState> ticked = clocks.stream()
                .filter(clock -> clock != null && clock.leader() != null)
                .sorted(Comparator.comparingLong(ClockState::leaderAt))
                .toList();
        if (ticked.isEmpty()) {
            return new JoinedClock(null, clocks.stream().map(clock -> 0L).toList());
        }
        ClockState earliest = ticked.getFirst();
        long observed = ticked.stream().mapToLong(ClockState::observed).max().orElseThrow();
        long hold = ticked.stream().mapToLong(ClockState::hold).max().orElseThrow();
        boolean alike = ticked.stream()
                .allMatch(clock -> Objects.equals(clock.leader(), earliest.leader())
                        && clock.leaderAt() - earliest.leaderAt() <= ObservedClock.TOLERANCE_MS);
        List<Long> shifts = new ArrayList<>();
        for (ClockState clock : clocks) {
            boolean known = clock != null && clock.leader() != null;
            // What the one that ticked last has counted beyond the others is counted once more from now on.
            long ahead = known && alike ? clock.leaderAt() - earliest.leaderAt() : 0;
            shifts.add(observed - (known ? clock.observed() : 0) + ahead);
        }
        ClockState joined = alike
                ? new ClockState(earliest.leader(), earliest.leaderAt(), observed, hold, earliest.followers())
                : new ClockState(
                        earliest.leader(),
                        earliest.leaderAt() - ObservedClock.TOLERANCE_MS - 1,
                        observed,
                        hold,
                        List.of());
        return new JoinedClock(joined, shifts);
    }
}
