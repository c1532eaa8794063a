package dev.pulse.schemas.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.serde.Samples;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeartbeatRecordsTest {
    private static final Account ACCOUNT = new Account("ab".repeat(32));

    private static final Heartbeat FULL = new Heartbeat(
            "node-0001",
            ACCOUNT,
            1_790_000_000L,
            "host-1",
            "46a:52b7::1",
            "1.0.3",
            86_400,
            3,
            new Capacity(16, 64, 2000, 0, 15, 3),
            new Location("BE", "Ghent", 51_053_000, -3_725_000),
            List.of(new Gpu("nvidia", "L4", 24), new Gpu(null, null, Capacity.UNSAID)),
            "eu",
            null);

    private static final Heartbeat BARE = new Heartbeat(
            "n", ACCOUNT, 0, null, null, null, -1, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), "eu", null);

    private static VerifiedHeartbeat throughTheWire(Heartbeat heartbeat) {
        Serde<SpecificRecord> serde = new SingleObjectRecordSerdes().of(Topics.VERIFIED);
        VerifiedHeartbeat record = HeartbeatRecords.verified(heartbeat, Samples.signed(), 42);
        return (VerifiedHeartbeat)
                serde.deserializer().deserialize("t", serde.serializer().serialize("t", record));
    }

    @Test
    void everyFieldComesBack() {
        assertThat(HeartbeatRecords.heartbeat(throughTheWire(FULL))).isEqualTo(FULL);
    }

    @Test
    void whatWasNotSaidStaysUnsaid() {
        VerifiedHeartbeat record = throughTheWire(BARE);
        assertThat(record.getCapacity()).isNull();
        assertThat(record.getLocation()).isNull();
        assertThat(record.getUptimeS()).isNull();
        assertThat(record.getRunningVms()).isNull();
        assertThat(HeartbeatRecords.heartbeat(record)).isEqualTo(BARE);
    }

    @Test
    void whatWasSaidInPartStaysInPart() {
        Capacity part = new Capacity(-1, 64, -1, 0, -1, -1);
        assertThat(HeartbeatRecords.capacity(part)).isEqualTo(new CapacityRecord(null, 64L, null, 0L, null, null));
        assertThat(HeartbeatRecords.capacity(HeartbeatRecords.capacity(part))).isEqualTo(part);

        // Zero degrees is a place, and -1 millionth of a degree is not "unsaid".
        Location origin = new Location(null, null, 0, -1);
        assertThat(HeartbeatRecords.location(origin)).isEqualTo(new LocationRecord(null, null, 0, -1));
        assertThat(HeartbeatRecords.location(HeartbeatRecords.location(origin))).isEqualTo(origin);
    }

    @Test
    void theEvidenceIsThatOfTheSource() {
        SignedHeartbeat source = Samples.signed();
        VerifiedHeartbeat record = HeartbeatRecords.verified(FULL, source, 42);
        assertThat(Bytes.copy(record.getPayload())).isEqualTo(Bytes.copy(source.getPayload()));
        assertThat(Bytes.copy(record.getSignature())).hasSize(64);
        assertThat(record.getReceivedAt()).isEqualTo(source.getReceivedAt());
        assertThat(record.getIngest()).isEqualTo(source.getIngest());
        assertThat(record.getRegion()).isEqualTo(source.getRegion());
        assertThat(record.getPayloadDigest()).isEqualTo(42);
    }

    @Test
    void aRecordWithInnerRecordsCanBeChangedThroughItsBuilder() {
        // Avro copies the inner records, for which it must be allowed to make them.
        VerifiedHeartbeat record = throughTheWire(FULL);
        assertThat(VerifiedHeartbeat.newBuilder(record).setTimestamp(7).build().getCapacity())
                .isEqualTo(record.getCapacity());
    }

    @Test
    void theDigestIsTheFirstEightBytesBigEndian() {
        // SHA-256 of "abc", FIPS 180-4.
        byte[] hash = Sha256.hash("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Bytes.digest(hash)).isEqualTo(0xba7816bf8f01cfeaL);
    }

    @Test
    void copyingABufferMovesNothingAndSeesOnlyWhatIsLeft() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 3).slice();
        assertThat(Bytes.copy(buffer)).containsExactly(2, 3, 4);
        assertThat(Bytes.copy(buffer)).containsExactly(2, 3, 4);
        buffer.get();
        assertThat(Bytes.copy(buffer)).containsExactly(3, 4);
        assertThat(Bytes.copy(buffer.asReadOnlyBuffer())).containsExactly(3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void everyLivenessComesBack(Liveness liveness) {
        assertThat(States.liveness(States.liveness(liveness))).isEqualTo(liveness);
    }

    @ParameterizedTest
    @EnumSource
    void everyLifecycleStateComesBack(LifecycleState state) {
        assertThat(States.lifecycle(States.lifecycle(state))).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    void everyRejectionComesBack(Rejection rejection) {
        assertThat(States.reason(States.reason(rejection))).isEqualTo(rejection);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonButOtherIsKnown(DeadLetterReason reason) {
        assertThat(States.reason(reason) == null).isEqualTo(reason == DeadLetterReason.OTHER);
    }

    @Test
    void nullStaysNull() {
        assertThat(States.liveness((Liveness) null)).isNull();
        assertThat(States.lifecycle((LifecycleState) null)).isNull();
        assertThat(States.reason((Rejection) null)).isNull();
    }
}
