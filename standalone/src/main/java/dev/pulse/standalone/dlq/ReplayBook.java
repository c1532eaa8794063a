package dev.pulse.standalone.dlq;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.LetterPlace;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.dlq.LetterSource.UnusableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What replays there were, of one partition at a time: a node's letters, and what is written of their replays, stand in
 * the same one.
 */
final class ReplayBook {
    /** Replays of one partition in {@link Topics#REPLAYED}, at most: some 50 MB. */
    static final int MOST = 250_000;

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Where a record stands in heartbeats.raw. */
    private record RawPlace(int partition, long offset) {}

    private final ConsumerFactory consumers;
    private final Deserializer<ReplayedLetter> records;
    private final Map<LetterPlace, ReplayedLetter> replays = new HashMap<>();
    private final Map<RawPlace, LetterPlace> origins = new HashMap<>();

    /** A book that is empty yet. */
    ReplayBook(ConsumerFactory consumers, RecordSerdes serdes) {
        this.consumers = consumers;
        this.records = serdes.of(Topics.REPLAYED).deserializer();
    }

    /**
     * Forgets what it has, and reads all that is committed in a partition.
     *
     * @throws UnusableException where there is no such topic or partition, or too much in it
     */
    void read(int partition) {
        replays.clear();
        origins.clear();
        TopicPartition one = new TopicPartition(Topics.REPLAYED.name(), partition);
        Consumer<String, byte[]> consumer = consumers.open("replays");
        try {
            if (consumer.partitionsFor(one.topic(), CALL).size() <= partition) {
                throw new UnusableException("Kafka has no partition " + partition + " of " + one.topic()
                        + ": make the topic with `./pulse topics create`.");
            }
            consumer.assign(List.of(one));
            consumer.seekToBeginning(List.of(one));
            long end = consumer.endOffsets(List.of(one), CALL).get(one);
            while (consumer.position(one, CALL) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    add(records.deserialize(record.topic(), record.value()));
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private void add(ReplayedLetter replay) {
        if (replays.size() == MOST) {
            throw new UnusableException("There were more than " + MOST + " replays in one partition in 40 days.");
        }
        LetterPlace.reason(replay.getLetterTopic()).ifPresent(reason -> {
            LetterPlace place = new LetterPlace(reason, replay.getLetterPartition(), replay.getLetterOffset());
            replays.put(place, replay);
            origins.put(new RawPlace(replay.getRawPartition(), replay.getRawOffset()), place);
        });
    }

    /** The replay of a letter. */
    Optional<ReplayedLetter> replayOf(LetterPlace letter) {
        return Optional.ofNullable(replays.get(letter));
    }

    /** The letter whose replay a record of heartbeats.raw is. */
    Optional<LetterPlace> originOf(int rawPartition, long rawOffset) {
        return Optional.ofNullable(origins.get(new RawPlace(rawPartition, rawOffset)));
    }
}
