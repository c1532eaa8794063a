package dev.pulse.marketplace.http;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.answer.DeadLettersAnswer.LetterAnswer;
import dev.pulse.marketplace.answer.DeadLettersAnswer.Source;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Dead letters as answers. What can be read of the original is shown as text, the rest as bytes. */
public final class Letters {
    private static final int MAX_RAW = 1024;
    private static final int MAX_PAYLOAD = 8 * 1024;

    private final Deserializer<DeadLetter> dead;
    private final Deserializer<SpecificRecord> raw;
    private final Deserializer<SpecificRecord> verified;

    /** Letters written with these serdes. */
    public Letters(RecordSerdes serdes) {
        // All dead-letter topics have the same record class.
        this.dead = serdes.of(Topics.dead(Rejection.POISON)).deserializer();
        this.raw = serdes.of(Topics.RAW).deserializer();
        this.verified = serdes.of(Topics.VERIFIED).deserializer();
    }

    LetterAnswer read(ConsumerRecord<String, byte[]> record) {
        try {
            DeadLetter letter = dead.deserialize(record.topic(), record.value());
            return letter == null
                    ? unreadable(record, "An empty record.")
                    : answer(record.key(), letter, Bytes.copy(letter.getOriginal()));
        } catch (SerializationException | RegistryUnavailableException e) {
            return unreadable(record, "The letter itself cannot be read: " + e.getMessage());
        }
    }

    private LetterAnswer answer(String nodeId, DeadLetter letter, byte[] original) {
        String payload = payload(letter.getSourceTopic(), original);
        return new LetterAnswer(
                nodeId,
                letter.getAccount(),
                letter.getDetail(),
                letter.getAt().getEpochSecond(),
                new Source(letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset()),
                payload,
                original.length,
                payload == null ? base64(original) : null);
    }

    private static LetterAnswer unreadable(ConsumerRecord<String, byte[]> record, String detail) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new LetterAnswer(
                record.key(),
                null,
                detail,
                TimeUnit.MILLISECONDS.toSeconds(record.timestamp()),
                new Source(record.topic(), record.partition(), record.offset()),
                null,
                value.length,
                base64(value));
    }

    private String payload(String topic, byte[] original) {
        try {
            SpecificRecord record = Generation.base(topic).equals(Topics.VERIFIED.name())
                    ? verified.deserialize(topic, original)
                    : raw.deserialize(topic, original);
            if (record instanceof SignedHeartbeat heartbeat) {
                return text(heartbeat.getPayload());
            }
            return record instanceof VerifiedHeartbeat heartbeat ? text(heartbeat.getPayload()) : null;
        } catch (SerializationException | RegistryUnavailableException e) {
            // Poison: that it cannot be read is why it is here.
            return null;
        }
    }

    private static String text(ByteBuffer payload) {
        byte[] bytes = Bytes.copy(payload);
        return new String(bytes, 0, Math.min(bytes.length, MAX_PAYLOAD), StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_RAW)));
    }
}
