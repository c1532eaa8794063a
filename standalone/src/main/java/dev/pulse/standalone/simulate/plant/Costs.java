package dev.pulse.standalone.simulate.plant;

import dev.pulse.standalone.size.Figures;

/**
 * What work takes, in seconds of one core, and what restarts take, in seconds.
 *
 * @param ingest a POST at an ingest, a refused one too: what that costs was not measured
 * @param raw a raw record at the brokers, copies counted
 * @param verified a verified one
 * @param other what a heartbeat makes beside these: states, changelogs
 * @param verify a heartbeat at a verifier
 * @param pass a tick there
 * @param account a heartbeat, or a tick, at a lifecycle instance: a tick's was not measured, and is no dearer
 * @param transition a node that changes between online, unknown and offline, with its event and its state
 * @param start a process that has nothing to restore
 * @param lifecycleCold a lifecycle instance that has a million nodes to restore
 * @param verifierStandby a verifier's partitions that go on elsewhere, beside a standby
 * @param lifecycleStandby those of a lifecycle instance
 */
public record Costs(
        double ingest,
        double raw,
        double verified,
        double other,
        double verify,
        double pass,
        double account,
        double transition,
        double start,
        double lifecycleCold,
        double verifierStandby,
        double lifecycleStandby) {
    private static final double MICROS = 1e-6;

    /** Those that were measured, where each partition has so many copies. */
    public static Costs of(Figures figures, int copies) {
        double raw = figures.of("storage.disk_bytes_raw");
        double verified = figures.of("storage.disk_bytes_verified");
        double other = figures.of("storage.disk_bytes_other");
        // A broker's work for a heartbeat was measured as a whole; its parts are as their bytes.
        double broker = figures.of("pipeline.cpu_us_broker_1m") * copies * MICROS / (raw + verified + other);
        double verify = figures.of("pipeline.cpu_us_verifier_1m");
        return new Costs(
                figures.of("pipeline.cpu_us_ingest_1m") * MICROS,
                broker * raw,
                broker * verified,
                broker * other,
                verify * MICROS,
                Math.max(0, verify - figures.of("pipeline.verify_us_1m")) * MICROS,
                figures.of("pipeline.cpu_us_lifecycle_1m") * MICROS,
                figures.of("detection.together_lifecycle_us") * MICROS,
                figures.of("recovery.restart_s_ingest"),
                figures.of("recovery.restart_cold_s_lifecycle"),
                figures.of("recovery.restart_standby_s_verifier"),
                figures.of("recovery.restart_standby_s_lifecycle"));
    }

    /** Seconds until a lifecycle instance has so many nodes back from nothing. */
    public double lifecycleBack(double nodes) {
        return start + Math.max(0, lifecycleCold - start) * nodes / 1e6;
    }
}
