package dev.pulse.schemas.convert;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import java.util.List;

/** Heartbeats: the domain's form and the records'. */
public final class HeartbeatRecords {
    private HeartbeatRecords() {}

    /**
     * The record of a proved heartbeat.
     *
     * @param heartbeat its fields, read from the payload of {@code source}
     * @param source the raw record it was proved from: gives the evidence, the clock of the ingest and the region
     * @param payloadDigest {@link Bytes#digest} of the payload's SHA-256
     */
    public static VerifiedHeartbeat verified(Heartbeat heartbeat, SignedHeartbeat source, long payloadDigest) {
        // The constructor, not the builder: this is the hot path, and the builder checks and copies every field.
        return new VerifiedHeartbeat(
                heartbeat.nodeId(),
                heartbeat.account().hex(),
                heartbeat.timestamp(),
                source.getReceivedAt(),
                source.getRegion(),
                source.getIngest(),
                source.getLegacy(),
                payloadDigest,
                heartbeat.hostname(),
                heartbeat.myceliumIp(),
                heartbeat.version(),
                said(heartbeat.uptimeS()),
                said(heartbeat.runningVms()),
                capacity(heartbeat.capacity()),
                location(heartbeat.location()),
                gpuRecords(heartbeat.gpus()),
                source.getPayload(),
                source.getSignature());
    }

    /**
     * The typed fields of a verified record. Its {@link Heartbeat#audience()} is null, since the record does not repeat
     * it, and its {@link Heartbeat#region()} is the one the heartbeat counts for; the payload has what was signed.
     */
    public static Heartbeat heartbeat(VerifiedHeartbeat record) {
        return new Heartbeat(
                record.getNodeId(),
                new Account(record.getAccount()),
                record.getTimestamp(),
                record.getHostname(),
                record.getMyceliumIp(),
                record.getVersion(),
                unsaid(record.getUptimeS()),
                unsaid(record.getRunningVms()),
                capacity(record.getCapacity()),
                location(record.getLocation()),
                gpus(record.getGpus()),
                record.getRegion(),
                null);
    }

    /** Null when nothing at all was said. */
    public static CapacityRecord capacity(Capacity capacity) {
        if (capacity.equals(Capacity.UNKNOWN)) {
            return null;
        }
        return new CapacityRecord(
                said(capacity.cpuCores()),
                said(capacity.ramGb()),
                said(capacity.diskGb()),
                said(capacity.gpuCount()),
                said(capacity.slicesTotal()),
                said(capacity.slicesUsed()));
    }

    /** {@link Capacity#UNKNOWN} for null. */
    public static Capacity capacity(CapacityRecord record) {
        if (record == null) {
            return Capacity.UNKNOWN;
        }
        return new Capacity(
                unsaid(record.getCpuCores()),
                unsaid(record.getRamGb()),
                unsaid(record.getDiskGb()),
                unsaid(record.getGpuCount()),
                unsaid(record.getSlicesTotal()),
                unsaid(record.getSlicesUsed()));
    }

    /** Null when nothing at all was said. */
    public static LocationRecord location(Location location) {
        if (location.equals(Location.UNKNOWN)) {
            return null;
        }
        return new LocationRecord(
                location.country(),
                location.city(),
                coordinate(location.latitudeE6()),
                coordinate(location.longitudeE6()));
    }

    /** {@link Location#UNKNOWN} for null. */
    public static Location location(LocationRecord record) {
        if (record == null) {
            return Location.UNKNOWN;
        }
        return new Location(
                record.getCountry(),
                record.getCity(),
                coordinate(record.getLatitudeE6()),
                coordinate(record.getLongitudeE6()));
    }

    /** Graphics processors as records. */
    public static List<GpuRecord> gpuRecords(List<Gpu> gpus) {
        return gpus.stream()
                .map(gpu -> new GpuRecord(gpu.vendor(), gpu.model(), said(gpu.vramGb())))
                .toList();
    }

    /** Graphics processors of records. */
    public static List<Gpu> gpus(List<GpuRecord> records) {
        return records.stream()
                .map(gpu -> new Gpu(gpu.getVendor(), gpu.getModel(), unsaid(gpu.getVramGb())))
                .toList();
    }

    private static Long said(long value) {
        return value == Capacity.UNSAID ? null : value;
    }

    private static long unsaid(Long value) {
        return value == null ? Capacity.UNSAID : value;
    }

    private static Integer coordinate(int value) {
        return value == Location.UNSAID ? null : value;
    }

    private static int coordinate(Integer value) {
        return value == null ? Location.UNSAID : value;
    }
}
