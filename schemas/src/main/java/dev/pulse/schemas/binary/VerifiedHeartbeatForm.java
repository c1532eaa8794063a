package dev.pulse.schemas.binary;

import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.VerifiedHeartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code VerifiedHeartbeat}, field by field in the order of its schema. */
final class VerifiedHeartbeatForm implements BinaryForm<VerifiedHeartbeat> {
    @Override
    public void write(VerifiedHeartbeat record, BinaryOutput out) {
        out.text(record.getNodeId());
        out.text(record.getAccount());
        out.number(record.getTimestamp());
        out.number(record.getReceivedAt().toEpochMilli());
        out.text(record.getRegion());
        out.text(record.getIngest());
        out.flag(record.getLegacy());
        out.number(record.getPayloadDigest());
        out.textOrNull(record.getHostname());
        out.textOrNull(record.getMyceliumIp());
        out.textOrNull(record.getVersion());
        out.numberOrNull(record.getUptimeS());
        out.numberOrNull(record.getRunningVms());
        if (out.isThere(record.getCapacity())) {
            write(record.getCapacity(), out);
        }
        if (out.isThere(record.getLocation())) {
            write(record.getLocation(), out);
        }
        write(record.getGpus(), out);
        out.bytes(record.getPayload());
        out.bytes(record.getSignature());
    }

    private static void write(CapacityRecord capacity, BinaryOutput out) {
        out.numberOrNull(capacity.getCpuCores());
        out.numberOrNull(capacity.getRamGb());
        out.numberOrNull(capacity.getDiskGb());
        out.numberOrNull(capacity.getGpuCount());
        out.numberOrNull(capacity.getSlicesTotal());
        out.numberOrNull(capacity.getSlicesUsed());
    }

    private static void write(LocationRecord location, BinaryOutput out) {
        out.textOrNull(location.getCountry());
        out.textOrNull(location.getCity());
        out.numberOrNull(location.getLatitudeE6());
        out.numberOrNull(location.getLongitudeE6());
    }

    private static void write(List<GpuRecord> gpus, BinaryOutput out) {
        if (!gpus.isEmpty()) {
            out.number(gpus.size());
            for (GpuRecord gpu : gpus) {
                out.textOrNull(gpu.getVendor());
                out.textOrNull(gpu.getModel());
                out.numberOrNull(gpu.getVramGb());
            }
        }
        out.number(0);
    }

    @Override
    public VerifiedHeartbeat read(BinaryInput in) {
        return new VerifiedHeartbeat(
                in.text(),
                in.text(),
                in.number(),
                Instant.ofEpochMilli(in.number()),
                in.text(),
                in.text(),
                in.flag(),
                in.number(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.isThere() ? capacity(in) : null,
                in.isThere() ? location(in) : null,
                gpus(in),
                in.bytes(),
                in.bytes());
    }

    private static CapacityRecord capacity(BinaryInput in) {
        return new CapacityRecord(
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull());
    }

    private static LocationRecord location(BinaryInput in) {
        return new LocationRecord(in.textOrNull(), in.textOrNull(), in.smallNumberOrNull(), in.smallNumberOrNull());
    }

    private static List<GpuRecord> gpus(BinaryInput in) {
        List<GpuRecord> gpus = new ArrayList<>();
        for (int left = in.block(); left != 0; left = in.block()) {
            for (; left > 0; left--) {
                gpus.add(new GpuRecord(in.textOrNull(), in.textOrNull(), in.numberOrNull()));
            }
        }
        return gpus;
    }
}
