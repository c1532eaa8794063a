package dev.pulse.schemas.binary;

import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.LocationRecord;
import java.util.ArrayList;
import java.util.List;

/** Records that stand in several others. */
final class Parts {
    private Parts() {}

    static void write(CapacityRecord capacity, BinaryOutput out) {
        out.numberOrNull(capacity.getCpuCores());
        out.numberOrNull(capacity.getRamGb());
        out.numberOrNull(capacity.getDiskGb());
        out.numberOrNull(capacity.getGpuCount());
        out.numberOrNull(capacity.getSlicesTotal());
        out.numberOrNull(capacity.getSlicesUsed());
    }

    static void write(LocationRecord location, BinaryOutput out) {
        out.textOrNull(location.getCountry());
        out.textOrNull(location.getCity());
        out.numberOrNull(location.getLatitudeE6());
        out.numberOrNull(location.getLongitudeE6());
    }

    static void write(List<GpuRecord> gpus, BinaryOutput out) {
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

    static CapacityRecord capacity(BinaryInput in) {
        return new CapacityRecord(
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull(),
                in.numberOrNull());
    }

    static LocationRecord location(BinaryInput in) {
        return new LocationRecord(in.textOrNull(), in.textOrNull(), in.smallNumberOrNull(), in.smallNumberOrNull());
    }

    static List<GpuRecord> gpus(BinaryInput in) {
        List<GpuRecord> gpus = new ArrayList<>(0);
        for (int left = in.block(); left != 0; left = in.block()) {
            for (; left > 0; left--) {
                gpus.add(new GpuRecord(in.textOrNull(), in.textOrNull(), in.numberOrNull()));
            }
        }
        return gpus;
    }
}
