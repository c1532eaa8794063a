package dev.pulse.standalone.dlq;

import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.dlq.LetterSource.UnusableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts originals into heartbeats.raw, of the generation that is written to, and says so in heartbeats.replayed, both or neither: in one transaction, of the one
 * transactional id that there is for this in a cluster. Whoever opens it ends what another one has open, and shuts it out.
 *
 * <p>While a transaction is open, the verifier waits at its first record. So one is begun only when all that belongs into
 * it is at hand.
 */
final class ReplayWriter implements AutoCloseable {
    /** Letters in one transaction, at most; none is longer than a heartbeat's record, 16 KiB. */
    static final int BATCH = 200;

    /** After that Kafka aborts a transaction whose owner died: until then the verifier waits. */
    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    /** An original, on its way back. */
    record Letter(LetterPlace place, String nodeId, byte[] value, Long clockAheadMs) {}

    private final KafkaProducer<String, byte[]> producer;
    private final Course course;
    private final String raw;
    private final Serializer<ReplayedLetter> records;

    /**
     * Opens it: whatever another one had open is aborted, and that one's next transaction fails.
     *
     * @param courses tells where the grid stands; asked once the others are shut out
     * @throws KafkaException when Kafka does not answer, or does not let us
     * @throws KafkaUnusableException where the course can't be read
     */
    ReplayWriter(KafkaSettings kafka, Supplier<Course> courses, RecordSerdes serdes) {
        records = serdes.of(Topics.REPLAYED).serializer();
        Properties properties = kafka.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, Access.REPLAY_TRANSACTION);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Access.REPLAY_TRANSACTION);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "8000");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            course = courses.get();
            raw = course.writing().name(Topics.RAW);
        } catch (KafkaException | KafkaUnusableException failure) {
            producer.close(Duration.ZERO);
            throw failure;
        }
    }

    /**
     * Writes up to {@link #BATCH} letters, all or none.
     *
     * @param at what is written as the time of it
     * @throws UnusableException where another replay has begun meanwhile, or the grid turned to another generation and the
     *     topic takes no more records (decision 0035); none of these was written
     * @throws KafkaException when Kafka does not take them, or does not say that it did: then all of these were written or
     *     none, which the next replay reads
     */
    void write(List<Letter> letters, Instant at) throws InterruptedException {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> written = new ArrayList<>(letters.size());
            for (Letter letter : letters) {
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(raw, letter.nodeId(), letter.value());
                record.headers()
                        .add(LetterPlace.HEADER, letter.place().toString().getBytes(StandardCharsets.UTF_8));
                written.add(producer.send(record));
            }
            producer.flush();
            List<Future<RecordMetadata>> entries = new ArrayList<>(letters.size());
            for (int i = 0; i < letters.size(); i++) {
                RecordMetadata again = written.get(i).get();
                entries.add(producer.send(entry(letters.get(i), again, at)));
            }
            producer.flush();
            for (Future<RecordMetadata> entry : entries) {
                entry.get();
            }
            producer.commitTransaction();
        } catch (ExecutionException | KafkaException failure) {
            throw ended(failure);
        }
    }

    /** Ends the transaction, and says why. */
    private RuntimeException ended(Exception failure) {
        boolean fenced = isFenced(failure);
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException cannot) {
            // Kafka does it when the transaction's time is up, or did it when another one took the id.
            fenced |= isFenced(cannot);
            producer.close(Duration.ZERO);
        }
        if (fenced) {
            return new UnusableException(
                    "Another replay has begun, so this one has stopped; nothing was put back twice. Run one at a time.");
        }
        // Nothing that is put back is as large as what topics take that are not sealed.
        if (has(failure, RecordTooLargeException.class)) {
            return new UnusableException("The grid moves to another number of partitions, and " + raw
                    + " is closed: when this began, " + course
                    + ". Nothing of this batch was put back; run it again to go on in the next generation.");
        }
        return failure instanceof KafkaException known ? known : new KafkaException(failure.getCause());
    }

    private static boolean isFenced(Throwable failure) {
        return has(failure, ProducerFencedException.class) || has(failure, InvalidProducerEpochException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private ProducerRecord<String, byte[]> entry(Letter letter, RecordMetadata again, Instant at) {
        LetterPlace place = letter.place();
        ReplayedLetter entry = new ReplayedLetter(
                place.topic(),
                place.partition(),
                place.offset(),
                again.partition(),
                again.offset(),
                at,
                letter.clockAheadMs(),
                again.topic());
        String topic = Topics.REPLAYED.name();
        return new ProducerRecord<>(topic, letter.nodeId(), records.serialize(topic, entry));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
