package dev.pulse.marketplace;

import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an explorer is asked at each scrape. */
final class ExplorerMetrics {
    private ExplorerMetrics() {}

    static void watch(Telemetry telemetry, Explorer explorer, int maxWatchers, InstantSource clock) {
        telemetry.gauge(
                "pulse_explorer_ready",
                "1 while it answers and is up to date, otherwise 0.",
                () -> explorer.staleness() == null ? 1 : 0);
        telemetry.rows(
                "pulse_explorer_lag_records",
                "Offsets that stand in the topics of a reader and were not yet applied.",
                List.of("reader"),
                rows -> explorer.progress().forEach((reader, progress) -> rows.row((double) progress.lag(), reader)));
        telemetry.rows(
                "pulse_explorer_staleness_seconds",
                "How long ago everything that a reader then knew of had been applied.",
                List.of("reader"),
                rows -> explorer.progress()
                        .forEach((reader, progress) -> rows.row(staleness(progress, clock.instant()), reader)));
        telemetry.rows(
                "pulse_explorer_nodes",
                "Nodes in the index, by region and liveness.",
                List.of("region", "liveness"),
                rows -> nodes(explorer)
                        .forEach((region, counts) ->
                                counts.forEach((liveness, count) -> rows.row((double) count, region, liveness))));
        telemetry.gauge(
                "pulse_explorer_watchers",
                "Clients of the live stream.",
                () -> explorer.hub().watchers());
        telemetry.gauge("pulse_explorer_watchers_limit", "Most clients of the live stream.", () -> maxWatchers);
    }

    private static double staleness(Progress progress, Instant now) {
        return progress.loaded()
                ? Math.max(0, Duration.between(progress.asOf(), now).toMillis()) / 1_000.0
                : Double.NaN;
    }

    private static SortedMap<String, SortedMap<String, Long>> nodes(Explorer explorer) {
        SortedMap<String, SortedMap<String, Long>> byRegion = new TreeMap<>();
        explorer.index()
                .counts()
                .cells()
                .forEach((cell, count) -> byRegion.computeIfAbsent(cell.region(), region -> new TreeMap<>())
                        .merge(cell.liveness().name().toLowerCase(Locale.ROOT), count, Long::sum));
        return byRegion;
    }
}
