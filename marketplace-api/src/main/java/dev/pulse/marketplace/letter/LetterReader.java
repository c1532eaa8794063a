package dev.pulse.marketplace.letter;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the records of the dead-letter topics. One that can't be read is shown all the same, with the reason for that. */
final class LetterReader {
    private final Deserializer<DeadLetter> letters;

    LetterReader(RecordSerdes serdes) {
        // All dead-letter topics have the same record class.
        this.letters = serdes.of(Topics.dead(Rejection.POISON)).deserializer();
    }

    /** Whose letters a topic has. */
    static Rejection reason(String topic) {
        return LetterPlace.reason(topic)
                .orElseThrow(() -> new IllegalArgumentException("no dead-letter topic: " + topic));
    }

    /**
     * The letter of a record.
     *
     * @throws SerializationException when it is none
     * @throws RegistryUnavailableException when that can't be known now
     */
    DeadLetter decode(ConsumerRecord<String, byte[]> record) {
        DeadLetter letter = letters.deserialize(record.topic(), record.value());
        if (letter == null) {
            throw new SerializationException("The record is empty.");
        }
        return letter;
    }

    FoundLetter found(ConsumerRecord<String, byte[]> record) {
        try {
            return found(record, decode(record));
        } catch (SerializationException | RegistryUnavailableException e) {
            return unreadable(record, e);
        }
    }

    static FoundLetter found(ConsumerRecord<String, byte[]> record, DeadLetter letter) {
        return new FoundLetter(
                Generation.numberOf(record.topic()),
                reason(record.topic()),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                letter.getAccount(),
                letter.getDetail(),
                new TopicPartition(letter.getSourceTopic(), letter.getSourcePartition()),
                letter.getSourceOffset(),
                letter.getOriginal().remaining());
    }

    static FoundLetter unreadable(ConsumerRecord<String, byte[]> record, RuntimeException why) {
        return new FoundLetter(
                Generation.numberOf(record.topic()),
                reason(record.topic()),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                null,
                "The letter itself cannot be read: " + why.getMessage(),
                null,
                0,
                record.value() == null ? 0 : record.value().length);
    }
}
