package dev.pulse.standalone.simulate.play;

import static dev.pulse.standalone.simulate.play.Plants.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.region.RegionPolicy;
import dev.pulse.standalone.simulate.plant.Costs;
import dev.pulse.standalone.simulate.plant.Criterion;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.plant.Trouble;
import org.junit.jupiter.api.Test;

class EpisodeTest {
    /** 1,053 heartbeats a second, since nodes come a little early, each a millisecond: 26 % of the four cores that verifiers have. */
    private static final Plant QUARTER = Plants.of(60_000);

    @Test
    void nothing_happens_to_a_region_that_has_room() {
        Outcome ordinary = play(QUARTER, Trouble.ORDINARY);
        assertThat(ordinary.holds()).as(ordinary.toString()).isTrue();
        assertThat(ordinary.busiest()).as("26 %, and a little by chance").isBetween(0.255, 0.3);
        assertThat(ordinary.caughtUpS()).isZero();
        assertThat(ordinary.missed()).isZero();
        assertThat(ordinary.lateMaxS()).as("a tick, three commits").isBetween(0.2, 1.5);
        assertThat(ordinary.delayP50S()).as("two commits").isBetween(0.05, 0.3);
    }

    @Test
    void a_backlog_is_made_up_for_by_what_is_free() {
        // Ten minutes of 26.3 %, with 73.7 % free: 214 s. Three times the load, 79 %, would take 38 minutes.
        Outcome quarter = play(QUARTER, Trouble.VERIFIERS_STOPPED);
        assertThat(quarter.caughtUpS()).isCloseTo(214, within(10L));
        assertThat(quarter.verifierLagS()).isCloseTo(600, within(3.0));
        assertThat(quarter.holds()).as(quarter.toString()).isTrue();
        Outcome most = play(QUARTER.loaded(3), Trouble.VERIFIERS_STOPPED);
        assertThat(most.caughtUpS()).isNegative();
        assertThat(most.broken()).containsExactly(Criterion.STAYS_BEHIND);
    }

    @Test
    void a_lifecycle_without_a_standby_is_away_for_as_long_as_it_restores() {
        // 30,000 nodes: 5 s, and 3 % of the 20 s more that a million take.
        Outcome small = play(QUARTER, Trouble.LIFECYCLE_COLD);
        assertThat(small.lifecycleLagS()).isCloseTo(5.6, within(1.1));
        // Three million on each of two: 5 s and 60 s, at a thousand times less work.
        Costs light = new Costs(1e-9, 1e-9, 1e-9, 1e-9, 1e-6, 1e-9, 1e-6, 1e-9, 5, 25, 1, 2);
        Plant large = new Plant(6_000_000, 60_000, 2, 3, 2, 2, 8, 2, 10_000_000, 30_000, true, 86_400_000, light);
        Outcome cold = play(large, Trouble.LIFECYCLE_COLD);
        assertThat(cold.lifecycleLagS()).isCloseTo(65, within(1.5));
        assertThat(cold.falseOffline()).isZero();
        assertThat(play(large, Trouble.LIFECYCLE_AWAY).lifecycleLagS()).isLessThan(4);
    }

    @Test
    void the_rules_keep_nodes_from_being_called_offline_and_without_them_they_are() {
        Outcome away = play(QUARTER, Trouble.INGESTS_AWAY);
        assertThat(away.falseOffline()).isZero();
        assertThat(away.holds()).as(away.toString()).isTrue();
        // A clock for which no pause is a gap, and no guard.
        LivenessPolicy liveness = LivenessPolicy.of(60_000);
        Rules broken = new Rules(liveness, new RegionPolicy(100, 0, Integer.MAX_VALUE, liveness.graceMs()), 3_600_000);
        Outcome wrong = play(QUARTER, Trouble.INGESTS_AWAY, broken, 1);
        assertThat(wrong.falseOffline()).isGreaterThan(50_000);
        assertThat(wrong.broken()).contains(Criterion.FALSE_OFFLINE);
    }

    @Test
    void the_guard_calls_a_region_that_is_cut_off_unknown() {
        Outcome cut = play(QUARTER, Trouble.CUT_OFF_70);
        assertThat(cut.falseOffline()).isZero();
        assertThat(cut.falseUnknown()).isCloseTo(42_000, within(3_000.0));
        Outcome silent = play(QUARTER, Trouble.SILENT_30);
        assertThat(silent.holds()).as(silent.toString()).isTrue();
        assertThat(silent.falseUnknown()).isZero();
    }

    @Test
    void nodes_without_a_connection_are_called_offline_unless_idle_ones_make_room() {
        // Each stays open for half of the interval: 60,000 nodes need 30,000, and there are 16,000.
        Outcome full = play(Plants.of(60_000, 8_000, false), Trouble.ORDINARY);
        assertThat(full.falseOffline()).isPositive();
        assertThat(full.unanswered()).isGreaterThan(0.3);
        assertThat(full.broken()).contains(Criterion.FALSE_OFFLINE, Criterion.TURNED_AWAY);
        Outcome yielding = play(Plants.of(60_000, 8_000, true), Trouble.ORDINARY);
        assertThat(yielding.holds()).as(yielding.toString()).isTrue();
    }

    @Test
    void what_the_brokers_cannot_take_is_answered_503_and_observed_time_stands() {
        // A tenth of what comes.
        Costs slow = new Costs(1e-6, 0.12, 1e-9, 1e-9, 1e-6, 1e-9, 1e-6, 1e-9, 5, 25, 1, 2);
        Plant plant = new Plant(60_000, 60_000, 2, 3, 2, 2, 8, 4, 1_000_000, 30_000, true, 86_400_000, slow);
        Outcome overloaded = play(plant, Trouble.ORDINARY);
        assertThat(overloaded.refused() + overloaded.unanswered()).isGreaterThan(0.2);
        assertThat(overloaded.givenUp()).isPositive();
        assertThat(overloaded.falseOffline())
                .as("nobody ticks for time in which nobody could be heard")
                .isZero();
    }

    @Test
    void a_seed_tells_the_same_story_twice() {
        Rules rules = Rules.of(60_000);
        Outcome first = play(QUARTER, Trouble.BROKER_AWAY, rules, 7);
        assertThat(play(QUARTER, Trouble.BROKER_AWAY, rules, 7)).isEqualTo(first);
        assertThat(play(QUARTER, Trouble.BROKER_AWAY, rules, 8)).isNotEqualTo(first);
    }
}
