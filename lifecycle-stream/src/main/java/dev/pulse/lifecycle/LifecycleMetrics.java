package dev.pulse.lifecycle;

import dev.pulse.domain.region.Headcount;
import dev.pulse.lifecycle.topology.LeaseTables;
import dev.pulse.lifecycle.topology.Tallies;
import dev.pulse.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a lifecycle stream is asked at each scrape. */
final class LifecycleMetrics {
    private LifecycleMetrics() {}

    static void watch(Telemetry telemetry, Tallies tallies, LeaseTables tables, InstantSource clock) {
        telemetry.rows(
                "pulse_lifecycle_nodes",
                "Nodes of this instance's partitions by region and state; the late are online.",
                List.of("region", "state"),
                rows -> regions(tallies).forEach((region, count) -> {
                    rows.row((double) (count.online() - count.late()), region, "on_time");
                    rows.row((double) count.late(), region, "late");
                    rows.row((double) count.unknown(), region, "unknown");
                    rows.row((double) count.offline(), region, "offline");
                }));
        telemetry.rows(
                "pulse_lifecycle_region_disturbed",
                "1 while the guard holds a region's silent nodes back from OFFLINE, otherwise 0.",
                List.of("region"),
                rows -> tallies.disturbed().forEach((region, is) -> rows.row(is ? 1 : 0, region)));
        telemetry.gauge(
                "pulse_lifecycle_watermark_age_seconds",
                "How far observed time is behind the clock, in the partition of this instance where it is furthest.",
                () -> tallies.all().values().stream()
                        .mapToDouble(tally -> Math.max(0, clock.millis() - tally.asOf()) / 1_000.0)
                        .max()
                        .orElse(Double.NaN));
        telemetry.gauge(
                "pulse_lifecycle_partitions",
                "Partitions that this instance has taken over and counts.",
                () -> tallies.all().size());
        telemetry.gauge(
                "pulse_lifecycle_leases", "Nodes that have a lease in this instance.", () -> (double) tables.nodes());
        telemetry.gauge("pulse_lifecycle_lease_bytes", "Memory for leases, outdated ones among them.", () ->
                (double) tables.bytes());
    }

    private static SortedMap<String, Headcount> regions(Tallies tallies) {
        SortedMap<String, Headcount> regions = new TreeMap<>();
        tallies.all()
                .values()
                .forEach(tally ->
                        tally.regions().forEach((region, count) -> regions.merge(region, count, Headcount::plus)));
        return regions;
    }
}
