package dev.pulse.schemas.binary;

import dev.pulse.schemas.SignedHeartbeat;
import java.time.Instant;

/** {@code SignedHeartbeat}, field by field in the order of its schema. */
final class SignedHeartbeatForm implements BinaryForm<SignedHeartbeat> {
    @Override
    public void write(SignedHeartbeat record, BinaryOutput out) {
        out.bytes(record.getPayload());
        out.bytes(record.getSignature());
        out.text(record.getAccount());
        out.number(record.getReceivedAt().toEpochMilli());
        out.text(record.getRegion());
        out.text(record.getIngest());
        out.flag(record.getLegacy());
    }

    @Override
    public SignedHeartbeat read(BinaryInput in) {
        return new SignedHeartbeat(
                in.bytes(), in.bytes(), in.text(), Instant.ofEpochMilli(in.number()), in.text(), in.text(), in.flag());
    }
}
