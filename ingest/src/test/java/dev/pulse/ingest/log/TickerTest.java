package dev.pulse.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.trace.RequestTrace;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks testify to nothing that was not so. */
class TickerTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final int PARTITIONS = 3;
    private static final Duration QUARTER = Duration.ofMillis(250);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final MockProducer<String, SpecificRecord> heartbeats = producer(false);
    private final MockProducer<String, SpecificRecord> ticks = producer(false);
    private final RawLog log = new RawLog(2, 1_000_000, Runnable::run);
    private final Ticker ticker = ticker("ingest-eu");

    private Ticker ticker(String name) {
        return new Ticker(name, "eu", log, QUARTER, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);
    }

    private static MockProducer<String, SpecificRecord> producer(boolean autoComplete) {
        return new MockProducer<>(
                autoComplete,
                null,
                new StringSerializer(),
                new SingleObjectRecordSerdes().of(Topics.RAW).serializer());
    }

    @BeforeEach
    void open() {
        log.open(heartbeats, Topics.RAW.name());
        ticker.open(ticks, Topics.RAW.name(), PARTITIONS);
        ticker.accept();
    }

    private int second() {
        return after(Duration.ofSeconds(1));
    }

    /** Ticks written so much later, where those before were acknowledged meanwhile. */
    private int after(Duration passed) {
        acknowledgeTicks();
        nanos.addAndGet(passed.toNanos());
        int before = ticks.history().size();
        ticker.tick();
        return ticks.history().size() - before;
    }

    private void heartbeat() {
        log.append(
                "node-1",
                new SignedHeartbeat(ByteBuffer.allocate(10), ByteBuffer.allocate(64), "a", NOW, "eu", "i", false),
                RequestTrace.NONE,
                outcome -> {});
    }

    private void acknowledgeTicks() {
        while (ticks.completeNext()) {
            // All of them.
        }
    }

    @Test
    void aTickGoesIntoEveryPartitionWithoutAKey() {
        assertThat(second()).isEqualTo(PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var record = ticks.history().get(partition);
            assertThat(record.topic()).isEqualTo("pulse.heartbeats.raw");
            assertThat(record.partition()).isEqualTo(partition);
            assertThat(record.key()).isNull();
            assertThat(record.value()).isEqualTo(new Tick(NOW, "ingest-eu", "eu", partition));
        }
        assertThat(ticker.written()).isEqualTo(1);
    }

    @Test
    void noneBeforeRequestsAreAcceptedAndNoneAfter() {
        Ticker early = ticker("i");
        early.open(ticks, Topics.RAW.name(), PARTITIONS);
        early.tick();
        assertThat(ticks.history()).isEmpty();
        assertThat(second()).isPositive();
        ticker.refrain();
        assertThat(second()).isZero();
        assertThat(ticker.isReady()).isFalse();
    }

    @Test
    void noneForASecondInWhichAHeartbeatWasRefused() {
        assertThat(second()).isPositive();
        heartbeat();
        heartbeat();
        heartbeat();
        assertThat(log.refusedTotal()).as("the third is one too many").isEqualTo(1);
        heartbeats.completeNext();
        heartbeats.completeNext();
        assertThat(second()).isZero();
        assertThat(ticker.withheld()).isEqualTo(1);
        assertThat(second()).as("the next second was a good one").isPositive();
    }

    @Test
    void noneForASecondInWhichAHeartbeatWasNotAcknowledged() {
        assertThat(second()).isPositive();
        heartbeat();
        heartbeats.errorNext(new TimeoutException("late"));
        assertThat(second()).isZero();
        assertThat(second()).isPositive();
    }

    @Test
    void noneForASecondInWhichHeartbeatsOnlyWaited() {
        assertThat(second()).isPositive();
        heartbeat();
        assertThat(second()).as("it may just have come").isPositive();
        assertThat(second()).as("it has waited for a whole second").isZero();
        heartbeat();
        assertThat(second()).isZero();
        heartbeats.completeNext();
        assertThat(second()).as("one was acknowledged").isPositive();
    }

    @Test
    void aRefusalIsInEverySecondThatEndsLessThanOneLater() {
        assertThat(second()).isPositive();
        heartbeat();
        heartbeat();
        heartbeat();
        heartbeats.completeNext();
        heartbeats.completeNext();
        for (int quarter = 0; quarter < 4; quarter++) {
            assertThat(after(QUARTER)).isZero();
        }
        assertThat(after(QUARTER)).isPositive();
        assertThat(ticker.withheld()).isEqualTo(4);
    }

    @Test
    void heartbeatsMayWaitForLessThanASecond() {
        assertThat(second()).isPositive();
        heartbeat();
        for (int quarter = 0; quarter < 4; quarter++) {
            assertThat(after(QUARTER)).isPositive();
        }
        assertThat(after(QUARTER)).as("seen waiting a second ago").isZero();
        heartbeats.completeNext();
        assertThat(after(QUARTER)).isPositive();
    }

    @Test
    void callsThatPiledUpWhileTheProcessStoodStillAreOneTick() {
        assertThat(second()).isPositive();
        acknowledgeTicks();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        ticker.tick();
        int after = ticks.history().size();
        for (int i = 0; i < 29; i++) {
            ticker.tick();
        }
        assertThat(ticks.history()).hasSize(after);
        assertThat(ticker.written()).isEqualTo(2);
    }

    @Test
    void readyOnceEveryPartitionHasATickAndForAWhile() {
        second();
        assertThat(ticker.isReady()).isFalse();
        ticks.completeNext();
        ticks.completeNext();
        assertThat(ticker.isReady()).as("one partition is missing").isFalse();
        ticks.completeNext();
        assertThat(ticker.isReady()).isTrue();
        nanos.addAndGet(Ticker.CURRENT.toNanos());
        assertThat(ticker.isReady()).isTrue();
        nanos.incrementAndGet();
        assertThat(ticker.isReady()).isFalse();
        second();
        acknowledgeTicks();
        assertThat(ticker.isReady()).as("again").isTrue();
    }

    /** Ticks written now, with those before not acknowledged. */
    private int unacknowledged(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        int before = ticks.history().size();
        ticker.tick();
        return ticks.history().size() - before;
    }

    @Test
    void aPartitionHasOneTickUnderWay() {
        assertThat(second()).isEqualTo(PARTITIONS);
        ticks.completeNext();
        assertThat(unacknowledged(QUARTER)).as("one was acknowledged").isEqualTo(1);
        assertThat(unacknowledged(QUARTER)).isZero();
        acknowledgeTicks();
        assertThat(unacknowledged(QUARTER)).isEqualTo(PARTITIONS);
    }

    /** It may stand in the log all the same, and what follows it at once would vouch for time in which nobody was answered. */
    @Test
    void aTickThatWasNotAcknowledgedIsFollowedByAGap() {
        assertThat(second()).isEqualTo(PARTITIONS);
        ticks.completeNext();
        ticks.errorNext(new TimeoutException("no leader"));
        ticks.completeNext();
        assertThat(ticker.isReady()).isFalse();
        Duration silent = Duration.ZERO;
        while (silent.compareTo(Ticker.SILENCE.minus(QUARTER)) < 0) {
            assertThat(after(QUARTER)).as("the others").isEqualTo(PARTITIONS - 1);
            silent = silent.plus(QUARTER);
        }
        assertThat(silent.plus(QUARTER).toMillis()).isGreaterThan(ObservedClock.TOLERANCE_MS);
        assertThat(after(QUARTER)).isEqualTo(PARTITIONS);
        assertThat(ticker.isReady()).as("not before it is acknowledged").isFalse();
        acknowledgeTicks();
        assertThat(ticker.isReady()).isTrue();
        assertThat(after(QUARTER)).isEqualTo(PARTITIONS);
    }

    @Test
    void aProducerThatThrowsDoesNotEndTheTicking() {
        ticks.sendException = new KafkaException("no metadata");
        assertThat(second()).isZero();
        ticks.sendException = null;
        assertThat(second()).isPositive();
        acknowledgeTicks();
        assertThat(ticker.isReady()).isTrue();
    }
}
