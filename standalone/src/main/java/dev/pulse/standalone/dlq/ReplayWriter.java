package dev.pulse.standalone.dlq;

import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.LetterPlace;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts originals into heartbeats.raw and says so in heartbeats.replayed, both or neither: in one transaction, of the one
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
    private final Serializer<ReplayedLetter> records;

    /**
     * Opens it: whatever another one had open is aborted, and that one's next transaction fails.
     *
     * @throws KafkaException when Kafka does not answer, or does not let us
     */
    ReplayWriter(KafkaSettings kafka, RecordSerdes serdes) {
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
        } catch (KafkaException failure) {
            producer.close(Duration.ZERO);
            throw failure;
        }
    }

    /**
     * Writes up to {@link #BATCH} letters, all or none.
     *
     * @param at what is written as the time of it
     * @throws UnusableException where another replay has begun meanwhile; none of these was written
     * @throws KafkaException when Kafka does not take them, or does not say that it did: then all of these were written or
     *     none, which the next replay reads
     */
    void write(List<Letter> letters, Instant at) throws InterruptedException {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> written = new ArrayList<>(letters.size());
            for (Letter letter : letters) {
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>(Topics.RAW.name(), letter.nodeId(), letter.value());
                record.headers()
                        .add(LetterPlace.HEADER, letter.place().toString().getBytes(StandardCharsets.UTF_8));
                written.add(producer.send(record));
            }
            producer.flush();
            List<Future<RecordMetadata>> entries = new ArrayList<>(letters.size());
            for (int i = 0; i < letters.size(); i++) {
                RecordMetadata raw = written.get(i).get();
                entries.add(producer.send(entry(letters.get(i), raw, at)));
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
        return failure instanceof KafkaException known ? known : new KafkaException(failure.getCause());
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private ProducerRecord<String, byte[]> entry(Letter letter, RecordMetadata raw, Instant at) {
        LetterPlace place = letter.place();
        ReplayedLetter entry = new ReplayedLetter(
                Topics.dead(place.reason()).name(),
                place.partition(),
                place.offset(),
                raw.partition(),
                raw.offset(),
                at,
                letter.clockAheadMs());
        String topic = Topics.REPLAYED.name();
        // Where the letter stands, so that one partition tells all of a letter's past.
        return new ProducerRecord<>(topic, place.partition(), letter.nodeId(), records.serialize(topic, entry));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
