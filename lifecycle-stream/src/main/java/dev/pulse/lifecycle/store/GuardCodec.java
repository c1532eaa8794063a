package dev.pulse.lifecycle.store;

import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.region.Census;
import dev.pulse.domain.region.GuardState;
import dev.pulse.domain.region.GuardState.Report;
import dev.pulse.domain.region.Headcount;
import java.util.ArrayList;
import java.util.List;

/** What a region's guard knows. */
public final class GuardCodec extends Codec<GuardState> {
    @Override
    void write(GuardState state, Output out) {
        ClockCodec.clock(state.clock(), out);
        out.flag(state.disturbed());
        out.signed(state.disturbedSince());
        out.number(state.reports().size());
        for (Report report : state.reports()) {
            out.number(report.arrived());
            Census census = report.census();
            out.number(census.partition());
            out.number(census.partitions());
            out.signed(census.asOf());
            out.number(census.observed());
            Headcount count = census.headcount();
            out.number(count.online());
            out.number(count.late());
            out.number(count.unknown());
            out.number(count.offline());
            out.number(count.newlyOffline());
            out.number(count.counts().advances());
            out.number(count.counts().duplicates());
            out.number(count.counts().replays());
        }
    }

    @Override
    GuardState read(Input in) {
        ClockState clock = ClockCodec.clock(in);
        boolean disturbed = in.flag();
        long since = in.signed();
        int count = in.count();
        List<Report> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long arrived = in.number();
            reports.add(new Report(
                    new Census((int) in.number(), (int) in.number(), in.signed(), in.number(), headcount(in)),
                    arrived));
        }
        return new GuardState(clock, disturbed, since, reports);
    }

    private static Headcount headcount(Input in) {
        return new Headcount(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                new Counts(in.number(), in.number(), in.number()));
    }
}
