package dev.pulse.marketplace.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.follow.ConsumerPool;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.convert.LetterRecords;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LetterDeskTest {
    private static final int PARTITIONS = 3;
    private static final LetterQuery ALL = new LetterQuery(Set.of(), null, null, null);

    private final FakeTopics topics = new FakeTopics(PARTITIONS);
    private final LetterDesk desk = desk(System::nanoTime);

    private LetterDesk desk(LongSupplier nanoTime) {
        return new LetterDesk(topics, topics.serdes(), InstantSource.fixed(Records.AT), nanoTime);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void letter(Rejection reason, String nodeId, Instant at) {
        topics.append(
                Topics.dead(reason),
                NodePartition.of(nodeId, PARTITIONS),
                nodeId,
                Records.dead(topics, DeadLetterReason.valueOf(reason.name()), nodeId, "No.", at),
                at.toEpochMilli());
    }

    private static Instant at(long seconds) {
        return Records.AT.plusSeconds(seconds);
    }

    /** Every page until nothing is left. */
    private List<FoundLetter> all(LetterQuery query, int size) {
        List<FoundLetter> found = new ArrayList<>();
        LetterPage page = desk.search(query, null, size);
        while (true) {
            assertThat(page.letters()).hasSizeLessThanOrEqualTo(size);
            found.addAll(page.letters());
            if (page.bounds() == null) {
                assertThat(page.left()).isZero();
                return found;
            }
            page = desk.search(query, page.bounds(), size);
        }
    }

    @Test
    void pagesHoldEveryLetterOnceNewestFirst() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            letter(List.of(Rejection.values()).get(random.nextInt(5)), "node-" + random.nextInt(40), at(i));
        }
        for (int size : new int[] {1, 7, 100}) {
            List<FoundLetter> found = all(ALL, size);
            assertThat(found).hasSize(500).doesNotHaveDuplicates();
            assertThat(found)
                    .isSortedAccordingTo(
                            Comparator.comparingLong(FoundLetter::at).reversed());
        }
    }

    @Test
    void whatIsWrittenMeanwhileNeitherMovesNorRepeatsWhatFollows() {
        for (int i = 0; i < 30; i++) {
            letter(Rejection.SKEW, "node-" + i, at(i));
        }
        LetterPage first = desk.search(ALL, null, 10);
        for (int i = 30; i < 60; i++) {
            letter(Rejection.SKEW, "node-" + i, at(i));
        }
        LetterPage second = desk.search(ALL, first.bounds(), 100);
        assertThat(second.letters()).hasSize(20).doesNotContainAnyElementsOf(first.letters());
        assertThat(second.bounds()).isNull();
    }

    @Test
    void aNodesLettersAreInOnePartitionAndThatAloneIsRead() {
        for (int i = 0; i < 300; i++) {
            letter(Rejection.SKEW, "node-" + i % 30, at(i));
        }
        List<FoundLetter> found = all(new LetterQuery(Set.of(), "node-7", null, null), 100);
        assertThat(found).hasSize(10).allMatch(letter -> letter.nodeId().equals("node-7"));
        LetterPage page = desk.search(new LetterQuery(Set.of(Rejection.SKEW), "node-7", null, null), null, 100);
        assertThat(page.read()).isLessThan(300);
    }

    @Test
    void timesAreTakenFromTheFirstSecondToBeforeTheLast() {
        for (int i = 0; i < 100; i++) {
            letter(Rejection.IDENTITY, "node-" + i, at(i));
        }
        assertThat(all(new LetterQuery(Set.of(), null, at(20), at(40)), 100))
                .extracting(FoundLetter::at)
                .hasSize(20)
                .startsWith(at(39).toEpochMilli())
                .endsWith(at(20).toEpochMilli());
        assertThat(all(new LetterQuery(Set.of(), null, at(100), null), 100)).isEmpty();
        assertThat(all(new LetterQuery(Set.of(), null, null, at(0)), 100)).isEmpty();
        assertThat(all(new LetterQuery(Set.of(Rejection.SKEW), null, at(20), null), 100))
                .isEmpty();
    }

    @Test
    void aLetterThatCameLateIsFoundByItsOwnTime() {
        letter(Rejection.SKEW, "node-1", at(3_000));
        // Whoever refused it was half an hour behind.
        letter(Rejection.SKEW, "node-1", at(1_200));
        assertThat(all(new LetterQuery(Set.of(), null, null, at(2_000)), 10))
                .extracting(FoundLetter::at)
                .containsExactly(at(1_200).toEpochMilli());
    }

    @Test
    void oneSearchLooksAtSoManyOffsetsOnlyAndTheNextGoesOn() {
        byte[] unreadable = {9, 9};
        int partition = NodePartition.of("node-1", PARTITIONS);
        letter(Rejection.POISON, "node-1", at(-1));
        for (int i = 0; i < 2_500; i++) {
            topics.appendBytes(Topics.dead(Rejection.POISON), partition, "other", unreadable, at(i).toEpochMilli());
        }
        LetterQuery query = new LetterQuery(Set.of(), "node-1", null, null);
        try (LetterDesk small =
                new LetterDesk(topics, topics.serdes(), InstantSource.fixed(Records.AT), () -> 0, 1_000)) {
            LetterPage page = small.search(query, null, 10);
            assertThat(page.letters()).isEmpty();
            assertThat(page.left()).isEqualTo(2_501 - page.read());
            for (int pages = 1; page.bounds() != null; pages++) {
                assertThat(page.complete()).isFalse();
                assertThat(page.read()).isBetween(800L, 1_000L);
                assertThat(pages).isLessThan(4);
                page = small.search(query, page.bounds(), 10);
            }
            assertThat(page.complete()).isTrue();
            assertThat(page.letters()).hasSize(1);
        }
    }

    @Test
    void whoeverRunsOutOfTimeSaysSo() {
        AtomicLong time = new AtomicLong();
        try (LetterDesk hurried =
                desk(() -> time.getAndAdd(Duration.ofSeconds(2).toNanos()))) {
            for (int i = 0; i < 200; i++) {
                letter(Rejection.SKEW, "node-1", at(i));
            }
            LetterPage page = hurried.search(new LetterQuery(Set.of(Rejection.SKEW), null, null, at(-10)), null, 10);
            assertThat(page.letters()).isEmpty();
            assertThat(page.complete()).isFalse();
            assertThat(page.bounds()).isNotNull();
            assertThat(page.left()).isPositive().isEqualTo(200 - page.read());
        }
    }

    @Test
    void lettersThatCannotBeReadAreFoundTooAndSayWhy() {
        topics.appendBytes(Topics.dead(Rejection.SKEW), 0, null, new byte[] {1, 2, 3}, at(0).toEpochMilli());
        topics.appendBytes(Topics.dead(Rejection.SKEW), 1, "n", null, at(1).toEpochMilli());
        assertThat(all(ALL, 10)).hasSize(2).allMatch(letter -> letter.detail().contains("cannot be read"));
    }

    @Test
    void aLetterThatKeptNoBytesSaysWhereTheyAre() {
        DeadLetter letter = LetterRecords.letter(
                Rejection.SKEW,
                "No.",
                new byte[700],
                false,
                new LetterRecords.Source("pulse.heartbeats.raw", 2, 77),
                Records.AT.toEpochMilli(),
                null);
        long offset = topics.append(Topics.dead(Rejection.SKEW), 1, "node-1", letter, Records.AT.toEpochMilli());
        LookUp.Found found = (LookUp.Found) desk.find(Rejection.SKEW, 1, offset);
        assertThat(found.letter().findings())
                .containsExactly(
                        "No. Its 700 bytes are over the quota, and not kept.",
                        "The record itself is where it stood for as long as that topic keeps it.");
        assertThat(found.letter().heartbeat()).isNull();
    }

    @Test
    void boundsOfAnotherKafkaAreRefusedAndThoseBeyondItsEndHarmless() {
        letter(Rejection.SKEW, "node-1", at(0));
        assertThatThrownBy(() -> desk.search(ALL, List.of(1L), 10))
                .isInstanceOf(LetterDesk.OtherPartitionsException.class);
        LetterQuery skew = new LetterQuery(Set.of(Rejection.SKEW), null, null, null);
        assertThat(desk.search(skew, List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), 10)
                        .letters())
                .hasSize(1);
        assertThat(desk.search(skew, List.of(0L, 0L, 0L), 10).letters()).isEmpty();
    }

    @Test
    void manyPartitionsNeedANodeOrFewerReasons() {
        FakeTopics wide = new FakeTopics(LetterDesk.MOST_PARTITIONS / 5 + 1);
        try (LetterDesk asked =
                new LetterDesk(wide, wide.serdes(), InstantSource.fixed(Records.AT), System::nanoTime)) {
            assertThatThrownBy(() -> asked.search(ALL, null, 10))
                    .isInstanceOf(LetterDesk.TooWideException.class)
                    .hasMessageContaining("1005 partitions");
            assertThat(asked.search(new LetterQuery(Set.of(), "node-1", null, null), null, 10)
                            .letters())
                    .isEmpty();
        }
    }

    @Test
    void soManyConsumersAtOneTimeAndTheyAreUsedAgain() {
        try (ConsumerPool pool = new ConsumerPool(topics, "test", 2)) {
            Duration atOnce = Duration.ZERO;
            assertThat(pool.<String>with(
                            atOnce,
                            one -> pool.with(atOnce, other -> {
                                assertThatThrownBy(() -> pool.with(atOnce, third -> "third"))
                                        .isInstanceOf(ConsumerPool.NoneFreeException.class);
                                return "second";
                            })))
                    .isEqualTo("second");
            pool.with(atOnce, again -> again);
            assertThat(topics.opened()).isEqualTo(2);
            // One that Kafka failed is not trusted again.
            assertThatThrownBy(() -> pool.with(atOnce, one -> {
                        throw new KafkaException("away");
                    }))
                    .isInstanceOf(KafkaException.class);
            pool.<String>with(atOnce, one -> pool.with(atOnce, other -> "both"));
            assertThat(topics.opened()).isEqualTo(3);
        }
    }
}
