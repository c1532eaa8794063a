package dev.pulse.lifecycle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.life.Pause;
import dev.pulse.domain.life.Window;
import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.ClockState.Follower;
import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Phase;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.region.Census;
import dev.pulse.domain.region.GuardState;
import dev.pulse.domain.region.Headcount;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.Answers.Answer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final ClockState CLOCK = new ClockState(
            "ingest-eu",
            1_790_000_000_123L,
            86_400_000,
            59_000,
            List.of(new Follower("ingest-us", -5, -1, true), new Follower("é", Long.MAX_VALUE, 4_999, false)));

    private static <T> byte[] roundTrip(Codec<T> codec, T value) {
        byte[] bytes = codec.serialize("topic", value);
        assertThat(codec.deserialize("topic", bytes)).isEqualTo(value);
        return bytes;
    }

    private static Lease lease(Phase phase, LifecycleState life) {
        return new Lease(
                new Lease.Evidence(1_790_000_000, 0x0123456789abcdefL, 1_790_000_001_234L, false, 7, 123_456_789),
                2_592_000_000L,
                new Lease.Standing(phase, life, 12, 1_789_000_000_000L, 1_592_000_000L, 1_500_000_000L, 5),
                new Counts(43_200, 12, 3),
                "eu",
                1_787_000_000_000L,
                5_000,
                2_591_700_000L,
                864_000,
                0xfedcba9876543210L);
    }

    @Test
    void everyPhaseAndStateOfALease() {
        for (Phase phase : Phase.values()) {
            for (LifecycleState life : LifecycleState.values()) {
                roundTrip(new LeaseCodec(), lease(phase, life));
            }
        }
    }

    @Test
    void aLeaseIsTiny() {
        assertThat(roundTrip(new LeaseCodec(), lease(Phase.ON_TIME, LifecycleState.DISCOVERED)))
                .as("a month old, with everything in it")
                .hasSizeLessThanOrEqualTo(90);
    }

    @Test
    void leasesOfAnyNumbers() {
        Random random = new Random(7);
        List<Phase> phases = List.copyOf(EnumSet.allOf(Phase.class));
        for (int i = 0; i < 10_000; i++) {
            Phase phase = phases.get(random.nextInt(phases.size()));
            roundTrip(
                    new LeaseCodec(),
                    new Lease(
                            new Lease.Evidence(
                                    any(random), any(random), any(random), random.nextBoolean(), 3, any(random)),
                            any(random),
                            new Lease.Standing(
                                    phase,
                                    LifecycleState.RETIRED,
                                    any(random),
                                    any(random),
                                    any(random),
                                    any(random),
                                    any(random)),
                            new Counts(any(random), any(random), any(random)),
                            "r" + i,
                            any(random),
                            any(random),
                            any(random),
                            any(random),
                            any(random)));
        }
    }

    private static long any(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    @Test
    void livesWithAndWithoutAnything() {
        Account one = new Account("01".repeat(32));
        Account two = new Account("f2".repeat(32));
        NodeLife bare = new NodeLife(new Ownership(one, "f", two, 0, null), null, List.of(), null, null, true);
        NodeLife full = new NodeLife(
                new Ownership(one, "farm-1", two, 1_790_000_000, new Proof("{\"é\":1}", "c2ln")),
                new Offer("l-1", "market.dev.hero", -1, 15, "basic", 1_790_000_000_000L),
                List.of(new Hold("q", null, two, 1, 2, 3, 4), new Hold("p", "r", one, 5, 6, -7, Long.MAX_VALUE)),
                new Window(5, 6),
                new Pause(-1, 7),
                false);
        roundTrip(new LifeCodec(), NodeLife.DISCOVERED);
        roundTrip(new LifeCodec(), bare);
        roundTrip(new LifeCodec(), full);
    }

    @Test
    void factsWithAndWithoutAnything() {
        roundTrip(
                new FactsCodec(),
                new NodeFacts("ab", null, null, null, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of()));
        roundTrip(
                new FactsCodec(),
                new NodeFacts(
                        "ab".repeat(32),
                        "",
                        "46a::1",
                        "1.0 é😀",
                        3,
                        new Capacity(16, 64, 2_000, 2, 15, 3),
                        new Location("BE", "Ghent", 51_053_000, -3_725_000),
                        List.of(new Gpu("nvidia", "L4", 24), new Gpu(null, null, -1))));
    }

    /** Texts that are an address in another form than the usual one come back as they were. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "46a:52b7::1",
                "::",
                "::1",
                "1:2:3:4:5:6:7:8",
                "46A:52b7::1",
                "046a::1",
                "1:0:0:2::3",
                "fe80::1%eth0",
                "::ffff:1.2.3.4",
                "1.2.3.4",
                "46a::1 ",
                "no address",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void addresses(String text) {
        for (String account : List.of("ab", "ab".repeat(32))) {
            roundTrip(
                    new FactsCodec(),
                    new NodeFacts(account, "h", text, "1", 3, Capacity.UNKNOWN, Location.UNKNOWN, List.of()));
        }
    }

    @Test
    void anAddressTakesSixteenBytes() {
        NodeFacts without =
                new NodeFacts("ab".repeat(32), "h", "", "1", 3, Capacity.UNKNOWN, Location.UNKNOWN, List.of());
        NodeFacts with = new NodeFacts(
                "ab".repeat(32), "h", "46a:1:2:3:4:5:6:7", "1", 3, Capacity.UNKNOWN, Location.UNKNOWN, List.of());
        int empty = new FactsCodec().serializer().serialize("", without).length;
        assertThat(new FactsCodec().serializer().serialize("", with)).hasSize(empty + 15);
    }

    @Test
    void clocksAndGuards() {
        roundTrip(new ClockCodec(), CLOCK);
        roundTrip(new ClockCodec(), new ClockState(null, 0, 0, 0, List.of()));
        Census census = new Census(3, 8, 1_790_000_000_000L, 99, new Headcount(5, 4, 3, 2, 1, new Counts(6, 7, 8)));
        roundTrip(
                new GuardCodec(),
                new GuardState(CLOCK, true, 1_790_000_000_000L, List.of(new GuardState.Report(census, 77))));
    }

    @Test
    void rejectionsAndAnswers() {
        for (Rejection reason : Rejection.values()) {
            roundTrip(new RejectionCodec(), new LastRejection(reason, "Because.", 1_790_000_000_000L, 9));
        }
        Answers answers = Answers.NONE;
        for (int i = 0; i < Answers.MAX + 4; i++) {
            answers = answers.plus(new Answer("c-" + i, i % 2 == 0, "ok", "Done.", i));
        }
        roundTrip(new AnswersCodec(), answers);
        assertThat(answers.newest()).hasSize(Answers.MAX);
        assertThat(answers.of("c-3")).isEmpty();
        assertThat(answers.of("c-4")).isPresent();
    }

    @Test
    void nothingStaysNothing() {
        assertThat(new LeaseCodec().serialize("t", null)).isNull();
        assertThat(new LeaseCodec().deserialize("t", null)).isNull();
    }

    @Test
    void anythingElseIsRefused() {
        LeaseCodec codec = new LeaseCodec();
        byte[] good = codec.serialize("t", lease(Phase.DUE, LifecycleState.DISCOVERED));
        byte[] version = good.clone();
        version[0] = 2;
        for (byte[] bad : List.of(
                new byte[0], version, Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, good.length + 1))) {
            assertThatThrownBy(() -> codec.deserialize("t", bad)).isInstanceOf(SerializationException.class);
        }
    }
}
