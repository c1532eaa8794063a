package dev.pulse.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    private static final long DAY = Unit.DAY.ms();
    private static final long HOUR = Unit.HOUR.ms();
    private static final long MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private static Step step(long sequence, long at, Liveness before, Liveness after, long online, long observed) {
        return new Step(sequence, at, before, after, LifecycleState.PUBLISHED, online, observed);
    }

    private static Step first(long at) {
        return step(1, at, null, Liveness.ONLINE, 0, 0);
    }

    private static Uptime uptime(long online, long observed) {
        return new Uptime(online, observed);
    }

    /** Online from midnight on for 10 h, away for 2 h, back for 12 h. */
    private static Timeline aDay() {
        return Timeline.of(
                List.of(
                        first(MIDNIGHT),
                        step(2, MIDNIGHT + 10 * HOUR, Liveness.ONLINE, Liveness.OFFLINE, 10 * HOUR, 10 * HOUR),
                        step(3, MIDNIGHT + 12 * HOUR, Liveness.OFFLINE, Liveness.ONLINE, 10 * HOUR, 12 * HOUR)),
                MIDNIGHT,
                new Reading(MIDNIGHT + DAY, 22 * HOUR, 24 * HOUR));
    }

    @Test
    void a_day_by_the_hour() {
        List<Span> spans = aDay().spans(Unit.HOUR, MIDNIGHT, MIDNIGHT + DAY);
        assertThat(spans).hasSize(24);
        for (int hour = 0; hour < 24; hour++) {
            long online = hour == 10 || hour == 11 ? 0 : HOUR;
            assertThat(spans.get(hour))
                    .isEqualTo(new Span(MIDNIGHT + hour * HOUR, MIDNIGHT + (hour + 1) * HOUR, uptime(online, HOUR)));
        }
        assertThat(aDay().uptime(MIDNIGHT, MIDNIGHT + DAY).hundredths()).isEqualTo(9_166);
    }

    @ParameterizedTest
    @CsvSource({
        // The edge of the absence, one millisecond before, at and after it, and of the window.
        "35999999, 36000000, 1, 1",
        "36000000, 36000001, 0, 1",
        "36000001, 36000002, 0, 1",
        "43199999, 43200000, 0, 1",
        "43200000, 43200001, 1, 1",
        "-1, 1, 1, 1",
        "-10, 0, 0, 0",
        "86399999, 86400001, 1, 1",
        "86400000, 86400001, 0, 0"
    })
    void edges(long from, long until, long online, long observed) {
        assertThat(aDay().uptime(MIDNIGHT + from, MIDNIGHT + until)).isEqualTo(uptime(online, observed));
    }

    @Test
    void a_window_that_begins_and_ends_within_hours_has_parts_of_them() {
        long from = MIDNIGHT + 9 * HOUR + 1;
        long until = MIDNIGHT + 11 * HOUR + 5;
        assertThat(aDay().spans(Unit.HOUR, from, until))
                .containsExactly(
                        new Span(from, MIDNIGHT + 10 * HOUR, uptime(HOUR - 1, HOUR - 1)),
                        new Span(MIDNIGHT + 10 * HOUR, MIDNIGHT + 11 * HOUR, uptime(0, HOUR)),
                        new Span(MIDNIGHT + 11 * HOUR, until, uptime(0, 5)));
        assertThat(aDay().spans(Unit.DAY, MIDNIGHT - 1, MIDNIGHT + DAY + 1))
                .extracting(Span::uptime)
                .containsExactly(Uptime.NONE, uptime(22 * HOUR, DAY), Uptime.NONE);
        assertThat(aDay().spans(Unit.DAY, from, from)).isEmpty();
    }

    @Test
    void an_outage_of_ours_is_spread_over_the_time_between_two_transitions() {
        Timeline half = Timeline.of(List.of(first(MIDNIGHT)), MIDNIGHT, new Reading(MIDNIGHT + DAY, DAY / 2, DAY / 2));
        assertThat(half.spans(Unit.HOUR, MIDNIGHT, MIDNIGHT + DAY))
                .extracting(Span::uptime)
                .containsOnly(uptime(HOUR / 2, HOUR / 2));
    }

    @Test
    void maintenance_counts_for_nothing() {
        Step begin =
                new Step(2, MIDNIGHT + HOUR, Liveness.ONLINE, Liveness.ONLINE, LifecycleState.MAINTENANCE, HOUR, HOUR);
        Step away = new Step(
                3, MIDNIGHT + 2 * HOUR, Liveness.ONLINE, Liveness.OFFLINE, LifecycleState.MAINTENANCE, HOUR, HOUR);
        Step end = step(4, MIDNIGHT + 3 * HOUR, Liveness.OFFLINE, Liveness.OFFLINE, HOUR, HOUR);
        Timeline timeline = Timeline.of(
                List.of(first(MIDNIGHT), begin, away, end), MIDNIGHT, new Reading(MIDNIGHT + 4 * HOUR, HOUR, 2 * HOUR));
        assertThat(timeline.spans(Unit.HOUR, MIDNIGHT, MIDNIGHT + 4 * HOUR))
                .extracting(Span::uptime)
                .containsExactly(uptime(HOUR, HOUR), Uptime.NONE, Uptime.NONE, uptime(0, HOUR));
        assertThat(timeline.flaps(MIDNIGHT, MIDNIGHT + DAY))
                .as("it was announced")
                .isZero();
        assertThat(timeline.uptime(MIDNIGHT + HOUR, MIDNIGHT + 3 * HOUR).hundredths())
                .isEqualTo(Uptime.UNSAID);
    }

    @Test
    void flaps_are_those_after_the_beginning_and_up_to_the_end() {
        long fell = MIDNIGHT + 10 * HOUR;
        assertThat(aDay().flaps(fell - 1, fell)).isOne();
        assertThat(aDay().flaps(fell, fell + 1)).isZero();
        assertThat(aDay().flaps(fell - 2, fell - 1)).isZero();
        assertThat(step(2, 0, Liveness.ONLINE, Liveness.UNKNOWN, 0, 0).flap()).isFalse();
        assertThat(step(2, 0, Liveness.UNKNOWN, Liveness.OFFLINE, 0, 0).flap()).isTrue();
        assertThat(step(2, 0, Liveness.OFFLINE, Liveness.OFFLINE, 0, 0).flap()).isFalse();
        assertThat(step(1, 0, null, Liveness.OFFLINE, 0, 0).flap()).isFalse();
    }

    @Test
    void a_node_first_seen_within_the_window_is_counted_from_then_on() {
        assertThat(aDay().uptime(MIDNIGHT - 30 * DAY, MIDNIGHT + DAY)).isEqualTo(uptime(22 * HOUR, DAY));
        assertThat(aDay().complete(MIDNIGHT - 30 * DAY)).isTrue();
    }

    @Test
    void a_node_that_was_never_seen_has_nothing() {
        Step paired = new Step(1, MIDNIGHT, null, Liveness.OFFLINE, LifecycleState.PENDING, 0, 0);
        Timeline never = Timeline.of(List.of(paired), 0, null);
        assertThat(never.uptime(MIDNIGHT - DAY, MIDNIGHT + DAY)).isEqualTo(Uptime.NONE);
        assertThat(never.flaps(MIDNIGHT - DAY, MIDNIGHT + DAY)).isZero();
        assertThat(Timeline.of(List.of(), 0, null).uptime(0, MIDNIGHT)).isEqualTo(Uptime.NONE);
    }

    @Test
    void what_is_older_than_what_is_kept_is_known_in_sum_only() {
        Step kept = step(7, MIDNIGHT + 10 * DAY, Liveness.OFFLINE, Liveness.ONLINE, 5 * DAY, 10 * DAY);
        Timeline timeline = Timeline.of(List.of(kept), MIDNIGHT, new Reading(MIDNIGHT + 11 * DAY, 6 * DAY, 11 * DAY));
        assertThat(timeline.uptime(MIDNIGHT, MIDNIGHT + 2 * DAY)).isEqualTo(uptime(DAY, 2 * DAY));
        assertThat(timeline.complete(MIDNIGHT + 10 * DAY - 1)).isFalse();
        assertThat(timeline.complete(MIDNIGHT + 10 * DAY)).isTrue();
        Timeline nothing = Timeline.of(List.of(), MIDNIGHT, new Reading(MIDNIGHT + DAY, DAY, DAY));
        assertThat(nothing.uptime(MIDNIGHT, MIDNIGHT + HOUR)).isEqualTo(uptime(HOUR, HOUR));
        assertThat(nothing.complete(MIDNIGHT + DAY - 1)).isFalse();
    }

    @Test
    void events_that_do_not_say_and_missing_ones_leave_the_sums_right() {
        Step silent = step(2, MIDNIGHT + HOUR, Liveness.ONLINE, Liveness.OFFLINE, Step.UNSAID, Step.UNSAID);
        Step later = step(4, MIDNIGHT + 4 * HOUR, Liveness.OFFLINE, Liveness.ONLINE, HOUR, 4 * HOUR);
        Timeline timeline = Timeline.of(
                List.of(first(MIDNIGHT), silent, later),
                MIDNIGHT,
                new Reading(MIDNIGHT + 5 * HOUR, 2 * HOUR, 5 * HOUR));
        assertThat(timeline.uptime(MIDNIGHT, MIDNIGHT + 4 * HOUR)).isEqualTo(uptime(HOUR, 4 * HOUR));
        assertThat(timeline.complete(MIDNIGHT + 4 * HOUR - 1)).isFalse();
        assertThat(timeline.complete(MIDNIGHT + 4 * HOUR)).isTrue();
        assertThat(timeline.flaps(MIDNIGHT, MIDNIGHT + DAY)).isOne();
    }

    @Test
    void clocks_that_differ_and_counters_that_begin_anew_do_no_harm() {
        Step back = step(2, MIDNIGHT - HOUR, Liveness.ONLINE, Liveness.OFFLINE, HOUR, HOUR);
        Step less = step(3, MIDNIGHT + HOUR, Liveness.OFFLINE, Liveness.ONLINE, 10, 20);
        Timeline timeline =
                Timeline.of(List.of(first(MIDNIGHT), back, less), MIDNIGHT, new Reading(MIDNIGHT + HOUR, 10, 20));
        assertThat(timeline.uptime(MIDNIGHT - DAY, MIDNIGHT + DAY)).isEqualTo(uptime(HOUR, HOUR));
    }

    /** A random life: what its counters stood at at each transition, as the lifecycle stream would have it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void spans_add_up_to_what_the_counters_say(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long at = MIDNIGHT - random.nextLong(100 * DAY);
            List<Step> steps = new ArrayList<>();
            Liveness liveness = Liveness.ONLINE;
            steps.add(first(at));
            long online = 0;
            long observed = 0;
            long begin = at;
            for (int i = 2; i < 2 + random.nextInt(20); i++) {
                long passed = random.nextLong(random.nextBoolean() ? 10 * DAY : HOUR);
                long seen = random.nextInt(4) == 0 ? random.nextLong(passed + 1) : passed;
                at += passed;
                observed += seen;
                online += liveness == Liveness.ONLINE ? seen : 0;
                Liveness next = List.of(Liveness.values()).get(random.nextInt(3));
                boolean silent = random.nextInt(10) == 0;
                steps.add(step(i, at, liveness, next, silent ? -1 : online, silent ? -1 : observed));
                liveness = next;
            }
            long end = at + random.nextLong(DAY);
            observed += end - at;
            online += liveness == Liveness.ONLINE ? end - at : 0;
            Timeline timeline = Timeline.of(steps, begin, new Reading(end, online, observed));
            for (Unit unit : Unit.values()) {
                List<Span> spans = timeline.spans(unit, begin - random.nextLong(DAY), end + 1);
                assertThat(spans)
                        .allMatch(span -> span.uptime().onlineMs() >= 0
                                && span.uptime().onlineMs() <= span.uptime().observedMs()
                                && span.uptime().observedMs() >= 0);
                assertThat(spans.stream()
                                .mapToLong(span -> span.uptime().onlineMs())
                                .sum())
                        .isEqualTo(online);
                assertThat(spans.stream()
                                .mapToLong(span -> span.uptime().observedMs())
                                .sum())
                        .isEqualTo(observed);
            }
        }
    }

    @Test
    void shares_are_exact_whatever_the_product() {
        Random random = new Random(9);
        for (int i = 0; i < 10_000; i++) {
            long whole = 1 + (random.nextLong() >>> 1 + random.nextInt(62)) % (Long.MAX_VALUE - 1);
            long part = random.nextLong(whole);
            long amount = random.nextLong() >>> 1 + random.nextInt(62);
            assertThat(Shares.of(amount, part, whole))
                    .isEqualTo(BigInteger.valueOf(amount)
                            .multiply(BigInteger.valueOf(part))
                            .divide(BigInteger.valueOf(whole))
                            .longValueExact());
        }
    }
}
