package dev.pulse.benchmarks.record;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run has recorded so far; {@link #result} is what is written. For use by one thread. */
public final class Recording {
    private final String benchmark;
    private final String commit;
    private final Machine machine;
    private final Clock clock;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Map<String, List<List<Double>>> series = new LinkedHashMap<>();
    private final Map<String, Axes> axes = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param benchmark the benchmark's name
     * @param commit what is measured
     * @param machine where
     * @param clock tells when it ended
     */
    public Recording(String benchmark, String commit, Machine machine, Clock clock) {
        this.benchmark = benchmark;
        this.commit = commit;
        this.machine = machine;
        this.clock = clock;
    }

    /** Notes what the run was told. */
    public Recording setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Notes what the run was told. */
    public Recording setting(String name, long value) {
        settings.put(name, value);
        return this;
    }

    /** Notes what the run was told. */
    public Recording setting(String name, double value) {
        settings.put(name, value);
        return this;
    }

    /** Notes what the run was told. */
    public Recording setting(String name, boolean value) {
        settings.put(name, value);
        return this;
    }

    /** Records a number that was measured once; {@link Figure} has the rules. */
    public Recording figure(String name, double value, String unit, String note) {
        return figure(name, new Figure(value, null, unit, note));
    }

    /** Records a number; one of the same name is replaced. */
    public Recording figure(String name, Figure figure) {
        figures.put(name, figure);
        return this;
    }

    /** Says how a series is drawn. */
    public Recording axes(String name, Axes drawn) {
        axes.put(name, drawn);
        return this;
    }

    /** Adds a point to a series. */
    public Recording point(String name, double x, double y) {
        series.computeIfAbsent(name, unknown -> new ArrayList<>()).add(List.of(x, y));
        return this;
    }

    /** Ends the run. */
    public Result result() {
        return new Result(
                benchmark, clock.instant(), commit, machine, Versions.measured(), settings, figures, series, axes);
    }
}
