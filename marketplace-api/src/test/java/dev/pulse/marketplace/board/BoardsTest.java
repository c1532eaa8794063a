package dev.pulse.marketplace.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.board.RegionBoard.Sample;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class BoardsTest {
    private static final Instant AT = Records.AT;
    private final Serde<RegionVerdict> verdicts = new SingleObjectRecordSerdes().of(Topics.VERDICTS);
    private final RegionBoard regions = new RegionBoard(Set.of(), verdicts.deserializer());
    private final DeadLetterBoard dead = new DeadLetterBoard();

    private void judge(RegionBoard board, int partition, RegionVerdict verdict) {
        board.apply(new ConsumerRecord<>(
                Topics.VERDICTS.name(),
                partition,
                0,
                verdict.getRegion(),
                verdicts.serializer().serialize("t", verdict)));
    }

    private static ConsumerRecord<String, byte[]> letter(Rejection reason, int partition, long offset, long timestamp) {
        return new ConsumerRecord<>(
                Topics.dead(reason).name(),
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                "a",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void theNewestVerdictCountsWhicheverPartitionItCameFrom() {
        judge(regions, 0, Records.verdict("eu", AT.plusSeconds(9), 8, 900, false));
        judge(regions, 1, Records.verdict("eu", AT.plusSeconds(3), 7, 300, true));
        assertThat(regions.newest().get("eu").getDisturbed()).isFalse();
        judge(regions, 1, Records.verdict("eu", AT.plusSeconds(9), 9, 901, true));
        assertThat(regions.newest().get("eu").getOnline()).isEqualTo(9);
        judge(regions, 2, Records.verdict("eu", AT.plusSeconds(9), 9, 899, false));
        assertThat(regions.newest().get("eu").getAdvances()).isEqualTo(901);
    }

    @Test
    void partitionsReadOneAfterTheOtherGiveTheSameHistoryAsInStep() {
        RegionBoard inStep = new RegionBoard(Set.of(), verdicts.deserializer());
        for (int second = 0; second < 60; second++) {
            judge(inStep, 0, Records.verdict("eu", AT.plusSeconds(second), 10, 10L * second, false));
            judge(inStep, 1, Records.verdict("us", AT.plusSeconds(second), 5, 5L * second, false));
        }
        for (int second = 0; second < 60; second++) {
            judge(regions, 0, Records.verdict("eu", AT.plusSeconds(second), 10, 10L * second, false));
        }
        for (int second = 0; second < 60; second++) {
            judge(regions, 1, Records.verdict("us", AT.plusSeconds(second), 5, 5L * second, false));
        }
        assertThat(regions.history()).isEqualTo(inStep.history()).hasSize(60);
        assertThat(regions.history().getLast()).isEqualTo(new Sample(AT.getEpochSecond() + 59, 15, 885, true));
    }

    @Test
    void aRegionHeardOfLateOrSeldomIsNoBurstAndNoDip() {
        judge(regions, 0, Records.verdict("eu", AT, 10, 100, false));
        judge(regions, 0, Records.verdict("eu", AT.plusSeconds(1), 10, 110, false));
        judge(regions, 1, Records.verdict("us", AT.plusSeconds(1), 4, 5_000, false));
        judge(regions, 0, Records.verdict("eu", AT.plusSeconds(2), 10, 120, false));
        assertThat(regions.history()).extracting(Sample::advances).containsExactly(5_100L, 5_110L, 5_120L);
        assertThat(regions.history()).extracting(Sample::online).containsExactly(14L, 14L, 14L);
    }

    @Test
    void theHistoryIsBounded() {
        for (int second = 0; second < RegionBoard.SECONDS + 100; second++) {
            judge(regions, 0, Records.verdict("eu", AT.plusSeconds(second), 1, second, false));
        }
        assertThat(regions.history()).hasSize(RegionBoard.SECONDS);
        assertThat(regions.history().getFirst().at()).isEqualTo(AT.getEpochSecond() + 100);
    }

    @Test
    void onlyServedRegionsAreShown() {
        RegionBoard european = new RegionBoard(Set.of("eu"), verdicts.deserializer());
        judge(european, 0, Records.verdict("us", AT, 10, 100, false));
        assertThat(european.newest()).isEmpty();
    }

    @Test
    void countsAreExactAndTheNewestAreKeptInWhateverOrderTheyCome() {
        Random random = new Random(3);
        List<Long> times = LongStream.range(0, 1_000).boxed().collect(Collectors.toList());
        Collections.shuffle(times, random);
        times.forEach(time -> dead.apply(letter(Rejection.SKEW, (int) (time % 4), time / 4, time)));
        DeadLetterBoard.Reason skew = dead.snapshot().get(Rejection.SKEW);
        assertThat(skew.count()).isEqualTo(1_000);
        assertThat(skew.newest()).hasSize(DeadLetterBoard.KEPT);
        assertThat(skew.newest())
                .extracting(ConsumerRecord::timestamp)
                .startsWith(999L, 998L)
                .endsWith(980L);
        assertThat(dead.counts()).containsEntry(Rejection.POISON, 0L);
    }

    @Test
    void aTopicNotReadFromItsOldestRecordIsSaidToBeIncomplete() {
        TopicPartition skew = new TopicPartition(Topics.dead(Rejection.SKEW).name(), 0);
        TopicPartition poison = new TopicPartition(Topics.dead(Rejection.POISON).name(), 0);
        dead.begin(Map.of(skew, 500L, poison, 7L), Map.of(skew, 499L, poison, 7L));
        assertThat(dead.snapshot().get(Rejection.SKEW).complete()).isFalse();
        assertThat(dead.snapshot().get(Rejection.POISON).complete()).isTrue();
        dead.forget();
        assertThat(dead.snapshot().get(Rejection.SKEW).complete()).isTrue();
    }
}
