package dev.pulse.marketplace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a store can be gone on from, and what is said when it can't. */
class StoreRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final LogIdentity LOG = new LogIdentity("cluster", "topic", 2, Duration.ofDays(7));
    private static final StoreMark MARK =
            new StoreMark("cluster", "topic", 2, Set.of("eu"), NOW.minusSeconds(60), Map.of(0, 10L, 1, 20L));

    private static Optional<String> refusal(StoreMark mark, LogIdentity log, Set<String> served, Instant now) {
        return StoreRule.refusal(mark, log, served, Map.of(0, 0L, 1, 5L), Map.of(0, 10L, 1, 30L), now);
    }

    private static String refused(StoreMark mark, LogIdentity log) {
        return refusal(mark, log, Set.of("eu"), NOW).orElseThrow();
    }

    @Test
    void aStoreOfThisLogIsGoneOnFrom() {
        assertThat(refusal(MARK, LOG, Set.of("eu"), NOW)).isEmpty();
    }

    @Test
    void anotherClusterIsSaid() {
        assertThat(refused(MARK, new LogIdentity("other", "topic", 2, Duration.ofDays(7))))
                .contains("another Kafka cluster", "cluster", "other");
    }

    @Test
    void aTopicThatWasMadeAnewIsSaid() {
        assertThat(refused(MARK, new LogIdentity("cluster", "anew", 2, Duration.ofDays(7))))
                .contains("made anew");
    }

    @Test
    void otherPartitionsAreSaid() {
        assertThat(refused(MARK, new LogIdentity("cluster", "topic", 4, Duration.ofDays(7))))
                .contains("4 partitions", "had 2");
    }

    @Test
    void otherRegionsAreSaid() {
        assertThat(refusal(MARK, LOG, Set.of(), NOW).orElseThrow()).contains("other regions are served", "[eu]");
    }

    @Test
    void anOffsetPastTheEndIsSaid() {
        StoreMark ahead = new StoreMark("cluster", "topic", 2, Set.of("eu"), NOW, Map.of(0, 11L, 1, 20L));
        assertThat(refused(ahead, LOG)).contains("offset 11 of partition 0", "past the end");
    }

    @Test
    void anOffsetThatKafkaDroppedIsSaid() {
        StoreMark behind = new StoreMark("cluster", "topic", 2, Set.of("eu"), NOW, Map.of(0, 10L, 1, 4L));
        assertThat(refused(behind, LOG)).contains("no longer has offset 4 of partition 1");
    }

    @Test
    void ninePartsInTenOfTheTimeThatTombstonesAreKeptAreSafe() {
        Instant last = MARK.asOf().plus(Duration.ofDays(7).toMillis() * 9 / 10, ChronoUnit.MILLIS);
        assertThat(refusal(MARK, LOG, Set.of("eu"), last)).isEmpty();
        assertThat(refusal(MARK, LOG, Set.of("eu"), last.plusMillis(1)).orElseThrow())
                .contains("nodes that are gone", "168 hours");
    }

    @Test
    void aMarkSurvivesItsBytesAndGarbageIsNone() {
        assertThat(StoreMark.of(MARK.toBytes())).contains(MARK);
        assertThat(StoreMark.of(new byte[0])).isEmpty();
        assertThat(StoreMark.of(new byte[] {0, 0, 0, 9, 1})).isEmpty();
        byte[] cut = MARK.toBytes();
        assertThat(StoreMark.of(Arrays.copyOf(cut, cut.length - 1))).isEmpty();
    }
}
