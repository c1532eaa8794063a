package dev.pulse.schemas.serde;

import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Records to write and read. */
public final class Samples {
    static final Instant AT = Instant.ofEpochMilli(1_790_000_000_123L);

    private Samples() {}

    /** A tick. */
    public static Tick tick() {
        return new Tick(AT, "ingest-1", "eu", 3);
    }

    /** A raw heartbeat. */
    public static SignedHeartbeat signed() {
        return new SignedHeartbeat(
                ByteBuffer.wrap("{\"hostname\":\"hôst 😀\"}".getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(new byte[64]),
                "ab".repeat(32),
                AT,
                "eu",
                "ingest-1",
                false);
    }

    /** A verified heartbeat with every field set. */
    public static VerifiedHeartbeat verified() {
        return new VerifiedHeartbeat(
                "node-0001",
                "ab".repeat(32),
                1_790_000_000L,
                AT,
                "eu",
                "ingest-1",
                false,
                Long.MIN_VALUE,
                "hôst 😀",
                "46a:52b7::1",
                "1.0.3",
                86_400L,
                3L,
                new CapacityRecord(16L, 64L, 2000L, 0L, 15L, null),
                new LocationRecord("BE", "Ghent", 51_053_000, -3_725_000),
                List.of(new GpuRecord("nvidia", "L4", 24L), new GpuRecord(null, null, null)),
                signed().getPayload(),
                signed().getSignature());
    }
}
