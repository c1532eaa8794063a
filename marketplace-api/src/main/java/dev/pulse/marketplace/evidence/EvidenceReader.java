package dev.pulse.marketplace.evidence;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.ConsumerPool;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads single records of {@code heartbeats.verified} by their offset, with a few consumers that are kept open. Each
 * call is bounded: it waits for a consumer, then for the record.
 */
public final class EvidenceReader implements AutoCloseable {
    /** Records read at one time. */
    private static final int READERS = 2;

    private static final Duration WAIT_FOR_READER = Duration.ofSeconds(2);
    private static final Duration WAIT_FOR_RECORD = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ConsumerFactory consumers;
    private final ConsumerPool readers;
    private final Deserializer<SpecificRecord> verified;
    private final LongSupplier nanoTime;

    /** A reader that has opened nothing yet. */
    public EvidenceReader(ConsumerFactory consumers, Deserializer<SpecificRecord> verified, LongSupplier nanoTime) {
        this.consumers = consumers;
        this.readers = new ConsumerPool(consumers, "proof", READERS);
        this.verified = verified;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks a node's record up, within some 6 seconds. A place does not say of which generation of the topic it is: a node
     * that has been silent since the last move has its record in a former one, so those are looked into as well.
     */
    public Evidence read(String nodeId, int partition, long offset) {
        Evidence newest = null;
        List<Generation> generations = consumers.generations();
        for (Generation generation : generations.reversed()) {
            if (generations.size() > 1 && partition >= generation.partitions()) {
                continue;
            }
            Evidence here = read(new TopicPartition(generation.name(Topics.VERIFIED), partition), offset);
            if (here instanceof Evidence.Found found
                    && found.heartbeat().getNodeId().equals(nodeId)) {
                return here;
            }
            newest = newest == null ? here : newest;
        }
        return newest == null ? new Evidence.Gone() : newest;
    }

    private Evidence read(TopicPartition place, long offset) {
        try {
            return readers.with(WAIT_FOR_READER, consumer -> read(consumer, place, offset));
        } catch (ConsumerPool.NoneFreeException e) {
            return new Evidence.Unavailable("Too many proofs are being read at this moment.");
        } catch (OffsetOutOfRangeException e) {
            return new Evidence.Gone();
        } catch (RegistryUnavailableException e) {
            return new Evidence.Unavailable("The schema registry does not answer: " + e.getMessage());
        } catch (SerializationException e) {
            return new Evidence.Unavailable("The record at this offset is not readable: " + e.getMessage());
        } catch (KafkaException e) {
            return new Evidence.Unavailable("Kafka does not answer: " + e.getMessage());
        }
    }

    private Evidence read(Consumer<String, byte[]> consumer, TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long begun = nanoTime.getAsLong();
        while (nanoTime.getAsLong() - begun < WAIT_FOR_RECORD.toNanos()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                // The first record at or after the offset settles it: nothing before it will come.
                return record.offset() == offset ? found(record) : new Evidence.Gone();
            }
        }
        return new Evidence.Unavailable("Kafka did not give the record within " + WAIT_FOR_RECORD.toSeconds() + " s.");
    }

    private Evidence found(ConsumerRecord<String, byte[]> record) {
        return verified.deserialize(record.topic(), record.value()) instanceof VerifiedHeartbeat heartbeat
                ? new Evidence.Found(heartbeat)
                : new Evidence.Unavailable("The record at this offset is no heartbeat.");
    }

    /** Closes the consumers that are idle. Those in use are closed when they are given back. */
    @Override
    public void close() {
        readers.close();
    }
}
