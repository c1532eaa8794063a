package dev.pulse.schemas.binary;

import dev.pulse.schemas.VerifiedHeartbeat;
import java.time.Instant;

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
            Parts.write(record.getCapacity(), out);
        }
        if (out.isThere(record.getLocation())) {
            Parts.write(record.getLocation(), out);
        }
        Parts.write(record.getGpus(), out);
        out.bytes(record.getPayload());
        out.bytes(record.getSignature());
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
                in.isThere() ? Parts.capacity(in) : null,
                in.isThere() ? Parts.location(in) : null,
                Parts.gpus(in),
                in.bytes(),
                in.bytes());
    }
}
