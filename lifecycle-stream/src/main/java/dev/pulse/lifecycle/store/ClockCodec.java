package dev.pulse.lifecycle.store;

import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.ClockState.Follower;
import java.util.ArrayList;
import java.util.List;

/** A partition's observed time. */
public final class ClockCodec extends Codec<ClockState> {
    @Override
    void write(ClockState state, Output out) {
        clock(state, out);
    }

    @Override
    ClockState read(Input in) {
        return clock(in);
    }

    static void clock(ClockState state, Output out) {
        out.text(state.leader());
        out.signed(state.leaderAt());
        out.number(state.observed());
        out.number(state.hold());
        out.number(state.followers().size());
        for (Follower follower : state.followers()) {
            out.text(follower.name());
            out.signed(follower.at());
            out.signed(follower.ticked());
            out.flag(follower.gap());
        }
    }

    static ClockState clock(Input in) {
        String leader = in.text();
        long leaderAt = in.signed();
        long observed = in.number();
        long hold = in.number();
        int count = in.count();
        List<Follower> followers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            followers.add(new Follower(in.text(), in.signed(), in.signed(), in.flag()));
        }
        return new ClockState(leader, leaderAt, observed, hold, followers);
    }
}
