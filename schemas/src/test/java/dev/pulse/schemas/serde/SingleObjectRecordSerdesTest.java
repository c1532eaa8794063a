package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class SingleObjectRecordSerdesTest {
    private final SingleObjectRecordSerdes serdes = new SingleObjectRecordSerdes();
    private final Serde<SpecificRecord> raw = serdes.of(Topics.RAW);
    private final Serde<SpecificRecord> verified = serdes.of(Topics.VERIFIED);

    private static SpecificRecord roundTrip(Serde<SpecificRecord> serde, SpecificRecord record) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", record));
    }

    @Test
    void everyRecordClassOfATopicComesBackEqual() {
        assertThat(roundTrip(raw, Samples.signed())).isEqualTo(Samples.signed());
        assertThat(roundTrip(raw, Samples.tick())).isEqualTo(Samples.tick());
        assertThat(roundTrip(verified, Samples.verified())).isEqualTo(Samples.verified());
        assertThat(roundTrip(verified, Samples.tick())).isEqualTo(Samples.tick());
    }

    @Test
    void textsComeBackAsStrings() {
        VerifiedHeartbeat back = (VerifiedHeartbeat) roundTrip(verified, Samples.verified());
        assertThat(back.getHostname()).isExactlyInstanceOf(String.class).isEqualTo("hôst 😀");
    }

    @Test
    void writesWhatAvrosOwnSingleObjectDecoderReads() throws Exception {
        byte[] bytes = verified.serializer().serialize("t", Samples.verified());
        BinaryMessageDecoder<VerifiedHeartbeat> avro = VerifiedHeartbeat.getDecoder();
        assertThat(avro.decode(bytes)).isEqualTo(Samples.verified());
    }

    @Test
    void readsWhatAvrosOwnSingleObjectEncoderWrites() throws Exception {
        ByteBuffer bytes = VerifiedHeartbeat.getEncoder().encode(Samples.verified());
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        assertThat(verified.deserializer().deserialize("t", array)).isEqualTo(Samples.verified());
    }

    @Test
    void writingARecordLeavesItsBuffersAlone() {
        SignedHeartbeat record = Samples.signed();
        int before = record.getPayload().remaining();
        byte[] once = raw.serializer().serialize("t", record);
        assertThat(record.getPayload().remaining()).isEqualTo(before);
        assertThat(raw.serializer().serialize("t", record)).isEqualTo(once);
    }

    @Test
    void aTombstoneStaysNull() {
        assertThat(raw.serializer().serialize("t", null)).isNull();
        assertThat(raw.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void aRecordOfAnotherTopicIsRefusedBothWays() {
        assertThatThrownBy(() -> raw.serializer().serialize("t", Samples.verified()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("pulse.heartbeats.raw")
                .hasMessageContaining("VerifiedHeartbeat");
        byte[] other = verified.serializer().serialize("t", Samples.verified());
        assertThatThrownBy(() -> raw.deserializer().deserialize("t", other)).isInstanceOf(SerializationException.class);
    }

    @Test
    void everyPrefixOfARecordIsRefused() {
        byte[] whole = verified.serializer().serialize("t", Samples.verified());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> verified.deserializer().deserialize("t", part))
                    .as("the first %d bytes", length)
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void bytesAfterARecordAreRefused() {
        byte[] whole = raw.serializer().serialize("t", Samples.tick());
        assertThatThrownBy(() -> raw.deserializer().deserialize("t", Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("further bytes follow");
    }

    @Test
    void garbageBehindAGoodHeaderIsRefusedAndAllocatesNothingLarge() {
        byte[] good = verified.serializer().serialize("t", Samples.verified());
        Random random = new Random(20_261_123);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[10 + random.nextInt(bad.length - 10)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(verified.deserializer().deserialize("t", bad)).isInstanceOf(VerifiedHeartbeat.class);
            } catch (SerializationException e) {
                refused++;
            }
        }
        // Some changes only make another valid record; most do not.
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void aLengthOfTwoGigabytesIsRefusedBeforeItIsAllocated() {
        byte[] good = raw.serializer().serialize("t", Samples.signed());
        byte[] bad = Arrays.copyOf(good, 16);
        // The payload's length as a zig-zag varint of 2^31 - 16.
        byte[] huge = {(byte) 0xE0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0};
        System.arraycopy(huge, 0, bad, 10, huge.length);
        assertThatThrownBy(() -> raw.deserializer().deserialize("t", bad))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2147483632 bytes");
    }

    @Test
    void oneSerdeServesManyThreads() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> work = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(thread -> () -> {
                        for (int i = 0; i < 2_000; i++) {
                            SpecificRecord record = i % 2 == 0 ? Samples.verified() : Samples.tick();
                            assertThat(roundTrip(verified, record)).isEqualTo(record);
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> done : pool.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
    }
}
