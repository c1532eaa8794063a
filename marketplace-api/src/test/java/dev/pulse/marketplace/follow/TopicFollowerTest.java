package dev.pulse.marketplace.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {
    private final FakeTopics topics = new FakeTopics(3);
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Records.AT);
    private final AtomicInteger forgotten = new AtomicInteger();
    private final AtomicReference<Map<TopicPartition, Long>> begun = new AtomicReference<>();
    private TopicFollower follower;

    private final RecordHandler handler = new RecordHandler() {
        @Override
        public void apply(ConsumerRecord<String, byte[]> record) {
            if (record.value() == null) {
                throw new SerializationException("garbage");
            }
            RuntimeException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
            applied.add(record.partition() + "/" + record.offset());
        }

        @Override
        public void begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> oldest) {
            begun.set(from);
        }

        @Override
        public void forget() {
            applied.clear();
            forgotten.incrementAndGet();
        }
    };

    private void follow(StartAt start) {
        InstantSource clock = now::get;
        follower = new TopicFollower("test", topics, List.of(Topics.STATE.name()), start, handler, clock);
        follower.start();
    }

    @AfterEach
    void close() {
        follower.close();
    }

    private void write(int partition) {
        topics.append(
                Topics.STATE,
                partition,
                "a",
                Records.state("a", LivenessState.ONLINE, "eu"),
                Records.AT.toEpochMilli());
    }

    @Test
    void anEmptyTopicIsUpToDateAtOnce() {
        follow(StartAt.BEGINNING);
        await().until(() -> follower.progress().loaded());
        assertThat(follower.progress()).isEqualTo(new Progress(Records.AT, 0, null));
    }

    @Test
    void whatItHoldsIsAsOfTheMomentItAskedForTheEndsItHasReached() {
        write(0);
        write(1);
        follow(StartAt.BEGINNING);
        await().until(() -> Records.AT.equals(follower.progress().asOf()));
        assertThat(applied).containsExactlyInAnyOrder("0/0", "1/0");
        write(2);
        await().until(() -> applied.contains("2/0"));
        // It did not ask again, since its clock stood still: so it cannot claim a later moment.
        assertThat(follower.progress().asOf()).isEqualTo(Records.AT);
        now.set(Records.AT.plusSeconds(1));
        await().until(() -> now.get().equals(follower.progress().asOf()));
    }

    @Test
    void aRegistryThatIsAwayCostsNoRecordAndShowsAsLag() {
        write(0);
        write(0);
        failure.set(new RegistryUnavailableException("no registry", null));
        follow(StartAt.BEGINNING);
        await().until(() -> "no registry".equals(follower.progress().problem()));
        assertThat(follower.progress().loaded()).isFalse();
        failure.set(null);
        await().atMost(10, TimeUnit.SECONDS).until(() -> follower.progress().loaded());
        assertThat(applied).containsExactly("0/0", "0/1");
        assertThat(follower.unreadable()).isZero();
    }

    @Test
    void whatWillNeverBeReadableIsPassedOverAndCounted() {
        write(0);
        topics.appendBytes(Topics.STATE, 0, "a", null, 0);
        write(0);
        follow(StartAt.BEGINNING);
        await().until(() -> follower.progress().loaded());
        assertThat(applied).containsExactly("0/0", "0/2");
        assertThat(follower.unreadable()).isEqualTo(1);
    }

    @Test
    void troubleWithKafkaCostsTheConsumerAndNoRecord() {
        write(0);
        follow(StartAt.BEGINNING);
        await().until(() -> follower.progress().loaded());
        topics.fail(new TimeoutException("no broker"));
        await().until(() -> "no broker".equals(follower.progress().problem()));
        write(0);
        topics.fail(null);
        await().atMost(10, TimeUnit.SECONDS).until(() -> applied.size() == 2);
        assertThat(applied).containsExactly("0/0", "0/1");
        assertThat(topics.opened()).isGreaterThan(1);
        assertThat(forgotten).hasValue(0);
    }

    @Test
    void aPositionThatKafkaLostMakesItReadAllAgain() {
        write(0);
        write(1);
        follow(StartAt.BEGINNING);
        await().until(() -> follower.progress().loaded());
        topics.fail(new OffsetOutOfRangeException(Map.of(new TopicPartition(Topics.STATE.name(), 0), 1L)));
        await().until(() -> forgotten.get() > 0);
        assertThat(follower.progress().loaded()).isFalse();
        topics.fail(null);
        await().atMost(10, TimeUnit.SECONDS).until(() -> follower.progress().loaded());
        assertThat(applied).containsExactlyInAnyOrder("0/0", "1/0");
    }

    @Test
    void afterMoreThanSixDaysAwayItReadsAllAgainSinceTombstonesMayBeGone() {
        write(0);
        follow(StartAt.BEGINNING);
        await().until(() -> follower.progress().loaded());
        now.set(Records.AT.plusSeconds(6 * 86_400 + 1));
        await().until(() -> forgotten.get() == 1 && follower.progress().loaded());
        assertThat(applied).containsExactly("0/0");
    }

    @Test
    void itMayBeginWithTheNewestOnly() {
        topics.beginAt(Topics.STATE, 1, 100);
        for (int i = 0; i < 5; i++) {
            write(0);
            write(1);
        }
        follow(new StartAt(2));
        await().until(() -> follower.progress().loaded());
        assertThat(applied).containsExactlyInAnyOrder("0/3", "0/4", "1/103", "1/104");
        assertThat(begun.get())
                .containsEntry(new TopicPartition(Topics.STATE.name(), 1), 103L)
                .containsEntry(new TopicPartition(Topics.STATE.name(), 2), 0L);
    }
}
