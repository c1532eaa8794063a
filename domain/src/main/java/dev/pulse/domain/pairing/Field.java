package dev.pulse.domain.pairing;

import dev.pulse.domain.field.FieldName;
import java.util.Locale;

/** The known fields of a pairing, by their names on the wire. */
enum Field implements FieldName {
    NODE_ID,
    NODE_ACCOUNT,
    FARMER_ACCOUNT,
    FARM_ID,
    TIMESTAMP,
    SIGNATURE,
    AUDIENCE,
    PATH,
    MARKETPLACE,
    HOSTNAME,
    MYCELIUM_IP,
    SPECS,
    CPU_CORES("specs.cpu_cores"),
    RAM_GB("specs.ram_gb"),
    DISK_GB("specs.disk_gb"),
    GPU_COUNT("specs.gpu_count");

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
