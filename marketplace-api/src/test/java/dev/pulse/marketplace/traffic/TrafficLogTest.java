package dev.pulse.marketplace.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.traffic.Traffic.PartitionTraffic;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TrafficLogTest {
    private static final TopicPartition RAW = new TopicPartition("raw", 0);
    private static final TopicPartition NEXT = new TopicPartition("raw", 1);

    private final TrafficLog log = new TrafficLog();

    private void put(long second, long end) {
        log.put(second * 1_000, Map.of(RAW, end), Map.of());
    }

    private PartitionTraffic first() {
        return log.traffic().topics().getFirst().partitions().getFirst();
    }

    @Test
    void oneSampleMakesNoRate() {
        assertThat(log.traffic()).isNull();
        put(0, 100);
        assertThat(first()).isEqualTo(new PartitionTraffic(0, 100, null, null, first().lags()));
        put(9, 200);
        assertThat(first().rate()).as("less than 10 s").isNull();
        put(10, 210);
        assertThat(first().rate()).isEqualTo(11.0);
        assertThat(first().rateMinutes()).isEqualTo(11.0);
    }

    @Test
    void theShortRateIsOfTheLastSecondsAndTheLongOneOfTheWindow() {
        for (int second = 0; second <= 300; second += 5) {
            // 10 a second, and 100 a second in the last 20.
            put(second, 10L * Math.min(second, 280) + 100L * Math.max(0, second - 280));
        }
        assertThat(first().rate()).isEqualTo(100.0);
        assertThat(first().rateMinutes()).isEqualTo((2800 + 2000) / 300.0);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        put(0, 0);
        put(200, 1_000_000);
        put(400, 1_000_200);
        assertThat(first().rateMinutes()).isEqualTo(1.0);
        assertThat(first().rate()).as("no sample 10 to 30 s ago").isNull();
    }

    @Test
    void aTopicThatWasMadeAnewCountsFromThenOn() {
        put(0, 5_000);
        put(10, 6_000);
        put(20, 50);
        assertThat(first().rate()).isNull();
        assertThat(first().rateMinutes()).isNull();
        put(30, 150);
        assertThat(first().rate()).isEqualTo(10.0);
        assertThat(first().rateMinutes()).isEqualTo(10.0);
        assertThat(log.traffic().topics().getFirst().points())
                .extracting(Traffic.Point::rate)
                .containsExactly(100.0, 10.0);
    }

    @Test
    void aPartitionThatIsAddedIsNoBurst() {
        put(0, 0);
        put(10, 100);
        log.put(20_000, Map.of(RAW, 200L, NEXT, 1_000_000L), Map.of());
        PartitionTraffic added = log.traffic().topics().getFirst().partitions().getLast();
        assertThat(added.end()).isEqualTo(1_000_000);
        assertThat(added.rate()).isNull();
        log.put(30_000, Map.of(RAW, 300L, NEXT, 1_000_050L), Map.of());
        assertThat(log.traffic().topics().getFirst().partitions().getLast().rate())
                .isEqualTo(5.0);
        assertThat(log.traffic().topics().getFirst().points())
                .extracting(Traffic.Point::rate)
                .containsExactly(10.0, 10.0, 15.0);
    }

    @Test
    void aPartitionThatIsMissingNowIsNotShownAndAfterItsGapCountsAnew() {
        put(0, 0);
        log.put(10_000, Map.of(NEXT, 1L), Map.of());
        assertThat(log.traffic().topics().getFirst().partitions())
                .extracting(PartitionTraffic::partition)
                .containsExactly(1);
        put(20, 400);
        assertThat(first().rate()).isNull();
    }

    @Test
    void afterAGapTheMinutesAreAveragedAndNoPointSpansIt() {
        put(0, 0);
        put(100, 1_000);
        assertThat(first().rate()).isNull();
        assertThat(first().rateMinutes()).isEqualTo(10.0);
        assertThat(log.traffic().topics().getFirst().points()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackBeginsAnew() {
        put(1_000, 10);
        put(1_010, 20);
        put(500, 30);
        assertThat(first().rate()).isNull();
        put(510, 50);
        assertThat(first().rate()).isEqualTo(2.0);
    }

    @Test
    void lagIsWhatAGroupHasNotCommittedAndNeverBelowNothing() {
        log.put(
                1_000,
                Map.of(RAW, 100L, NEXT, 50L),
                Map.of("verifier", Map.of(RAW, 90L, NEXT, 55L), "lifecycle", Map.of(RAW, 1L)));
        assertThat(log.traffic().topics().getFirst().partitions())
                .extracting(PartitionTraffic::lags)
                .containsExactly(
                        new TreeMap<>(Map.of("verifier", 10L, "lifecycle", 99L)),
                        new TreeMap<>(Map.of("verifier", 0L)));
    }

    @Test
    void partitionsBeyondTheMostAreNotSampled() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < TrafficLog.MOST_PARTITIONS + 10; partition++) {
            ends.put(new TopicPartition("wide", partition), 1L);
        }
        log.put(1_000, ends, Map.of());
        assertThat(log.traffic().topics().getFirst().partitions()).hasSize(TrafficLog.MOST_PARTITIONS);
    }
}
