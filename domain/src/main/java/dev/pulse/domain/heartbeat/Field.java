package dev.pulse.domain.heartbeat;

import dev.pulse.domain.field.FieldName;
import java.util.Locale;

/** The known fields of a heartbeat, by their names on the wire (design section 3). */
enum Field implements FieldName {
    NODE_ID,
    NODE_ACCOUNT,
    TIMESTAMP,
    SIGNATURE,
    AUDIENCE,
    HOSTNAME,
    MYCELIUM_IP,
    VERSION,
    REGION,
    UPTIME_S,
    RUNNING_VMS,
    CAPACITY,
    CPU_CORES("capacity.cpu_cores"),
    RAM_GB("capacity.ram_gb"),
    DISK_GB("capacity.disk_gb"),
    GPU_COUNT("capacity.gpu_count"),
    SLICES_TOTAL("capacity.slices_total"),
    SLICES_USED("capacity.slices_used"),
    LOCATION,
    COUNTRY("location.country"),
    CITY("location.city"),
    LATITUDE_E6("location.latitude_e6"),
    LONGITUDE_E6("location.longitude_e6"),
    GPUS,
    VENDOR("gpus[].vendor"),
    MODEL("gpus[].model"),
    VRAM_GB("gpus[].vram_gb");

    private final String path;
    private final String key;

    Field() {
        this.key = name().toLowerCase(Locale.ROOT);
        this.path = key;
    }

    Field(String path) {
        this.path = path;
        this.key = name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String key() {
        return key;
    }
}
