package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.region.RegionPolicy;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.RegionCensus;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many nodes of a region, in a partition that is one of two: the other one's censuses are made by hand. */
class RegionTest {
    private static final long GRACE = 30_000;
    private static final LifecycleSettings SETTINGS = new LifecycleSettings(
            new LivenessPolicy(10_000, GRACE, 20_000, 60_000, 600_000), RegionPolicy.of(GRACE), 5_000);

    @TempDir
    private Path dir;

    private Pipeline pipe;
    private RegionVerdict newest;

    @BeforeEach
    void open() {
        pipe = new Pipeline(SETTINGS, 2, dir, new SurvivingStores());
        pipe.tick();
    }

    @AfterEach
    void close() {
        pipe.close();
    }

    private void beats(int from, int to) {
        for (int i = from; i < to; i++) {
            pipe.beat("node-" + i);
        }
    }

    private Map<EventCause, Integer> causes() {
        Map<EventCause, Integer> causes = new EnumMap<>(EventCause.class);
        for (NodeEvent event : pipe.values(Topics.EVENTS)) {
            causes.merge(event.getCause(), 1, Integer::sum);
        }
        return causes;
    }

    /** The newest verdict so far. */
    private RegionVerdict verdict() {
        List<RegionVerdict> fresh = pipe.values(Topics.VERDICTS);
        newest = fresh.isEmpty() ? newest : fresh.getLast();
        return newest;
    }

    /** What the task of the other partition would say. */
    private void otherPartition(long online, long late) {
        pipe.census(new RegionCensus(
                "eu", 1, 2, Instant.ofEpochMilli(pipe.now()), 5L, online, late, 0L, 0L, 0L, 100L, 0L, 0L));
    }

    @Test
    void aBlackoutIsUnknownThenDrainsThenCalms() {
        beats(0, 40);
        pipe.seconds(1);
        causes();
        pipe.seconds(30);
        assertThat(causes()).containsOnly(Map.entry(EventCause.REGION_DISTURBED, 40));
        assertThat(verdict().getDisturbed()).isTrue();
        assertThat(verdict().getDisturbedSince()).isNotNull();
        pipe.seconds(19);
        assertThat(causes()).as("held").isEmpty();
        pipe.seconds(30);
        assertThat(causes().get(EventCause.GUARD_RELEASED))
                .as("at a limited rate")
                .isBetween(8, 32);
        beats(0, 5);
        pipe.seconds(32);
        Map<EventCause, Integer> rest = causes();
        assertThat(rest.get(EventCause.HEARTBEAT)).isEqualTo(5);
        assertThat(rest).doesNotContainKey(EventCause.GRACE_EXPIRED);
        pipe.seconds(120);
        assertThat(verdict().getUnknown()).isZero();
        assertThat(verdict().getDisturbed()).as("the dead say nothing").isFalse();
    }

    @Test
    void isJudgedOverTheWholeRegionAndNotOnOnePartition() {
        beats(0, 40);
        for (int i = 0; i < 32; i++) {
            pipe.second();
            otherPartition(60, 0);
        }
        assertThat(causes()).as("40 of 100 went dark").containsEntry(EventCause.GRACE_EXPIRED, 40);
    }

    @Test
    void aPartitionThatIsWellBelongsToADisturbedRegion() {
        beats(0, 40);
        for (int i = 0; i < 32; i++) {
            if (i % 9 == 0) {
                beats(0, 38);
            }
            pipe.second();
            otherPartition(60, 60);
        }
        assertThat(causes()).containsEntry(EventCause.REGION_DISTURBED, 2).doesNotContainKey(EventCause.GRACE_EXPIRED);
        assertThat(verdict().getPartitionsHeard()).isEqualTo(2);
        assertThat(verdict().getOnline()).isEqualTo(98);
        assertThat(verdict().getAdvances()).isGreaterThan(200);
    }

    @Test
    void nobodyIsDecidedWhileNoVerdictComes() {
        beats(0, 5);
        // A verdict that does not cover the deadline decides nothing.
        pipe.seconds(30);
        assertThat(causes()).containsOnlyKeys(EventCause.FIRST_HEARTBEAT);
        pipe.sendBytes(
                Topics.VERDICTS,
                "eu",
                pipe.serdes
                        .of(Topics.VERDICTS)
                        .serializer()
                        .serialize(
                                Topics.VERDICTS.name(),
                                RegionVerdict.newBuilder(verdict())
                                        .setCovers(29_000L)
                                        .build()));
        assertThat(causes()).isEmpty();
        pipe.second();
        assertThat(causes()).containsOnly(Map.entry(EventCause.GRACE_EXPIRED, 5));
    }

    @Test
    void aSweepIsBoundedAndTheCensusWaitsForIt() {
        int many = Sweep.STEP * 2 + 500;
        beats(0, many);
        pipe.second();
        causes();
        pipe.seconds(14);
        assertThat(verdict().getLate()).isZero();
        pipe.second();
        assertThat(pipe.values(Topics.VERDICTS)).as("not swept yet: no census").isEmpty();
        pipe.driver.advanceWallClockTime(Duration.ofMillis(50));
        assertThat(pipe.values(Topics.VERDICTS)).isEmpty();
        pipe.driver.advanceWallClockTime(Duration.ofMillis(50));
        assertThat(verdict().getLate()).isEqualTo(many);
        assertThat(causes()).isEmpty();
        // All of them are due at once too: nobody is called OFFLINE.
        pipe.seconds(16);
        for (int i = 0; i < 5; i++) {
            pipe.driver.advanceWallClockTime(Duration.ofMillis(50));
        }
        assertThat(causes()).containsOnly(Map.entry(EventCause.REGION_DISTURBED, many));
    }

    @Test
    void aRestartInTheMiddleOfABlackoutGoesOn() {
        beats(0, 40);
        pipe.seconds(31);
        assertThat(causes()).containsEntry(EventCause.REGION_DISTURBED, 40);
        pipe = pipe.restarted();
        newest = null;
        pipe.outage(Duration.ofMinutes(20));
        pipe.tick();
        assertThat(verdict().getUnknown()).isEqualTo(40);
        assertThat(verdict().getDisturbed()).isTrue();
        pipe.seconds(29);
        assertThat(causes()).as("10 s held, 19 s of 20").isEmpty();
        pipe.seconds(62);
        assertThat(causes()).containsOnly(Map.entry(EventCause.GUARD_RELEASED, 40));
    }

    @Test
    void aRestartWhileNodesAreLateCountsThemStill() {
        beats(0, 40);
        pipe.seconds(20);
        assertThat(verdict().getLate()).isEqualTo(40);
        pipe = pipe.restarted();
        newest = null;
        pipe.second();
        assertThat(verdict().getLate()).isEqualTo(40);
        beats(0, 40);
        pipe.second();
        assertThat(verdict().getLate()).isZero();
        assertThat(verdict().getAdvances()).isEqualTo(80);
        assertThat(causes()).isEmpty();
    }
}
