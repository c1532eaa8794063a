package dev.pulse.standalone.simulate.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LaneTest {
    /** A heartbeat is two seconds of work, a tick is one. */
    private final Lane<String> lane = new Lane<>(2, 1);

    @Test
    void a_record_is_done_once_all_work_before_it_is() {
        lane.add(3, 0);
        lane.mark("third", 10);
        lane.add(1, 1);
        lane.mark("fifth", 20);
        assertThat(lane.work()).isEqualTo(9);
        assertThat(lane.serve(5.9)).isEqualTo(5.9);
        assertThat(lane.done()).isEmpty();
        assertThat(lane.age(30)).isEqualTo(20);
        lane.serve(0.2);
        assertThat(lane.done()).containsExactly("third");
        assertThat(lane.age(30)).isEqualTo(10);
        assertThat(lane.serve(100)).isCloseTo(2.9, within(1e-9));
        assertThat(lane.done()).containsExactly("third", "fifth");
        assertThat(lane.age(30)).isZero();
    }

    @Test
    void what_comes_in_goes_out() {
        lane.add(10, 20);
        double heartbeats = 0;
        double ticks = 0;
        for (int i = 0; i < 7; i++) {
            lane.serve(5);
            lane.commit();
            heartbeats += lane.heartbeatsArrived();
            ticks += lane.ticksArrived();
        }
        assertThat(heartbeats).as("what the last commit has is on its way").isCloseTo(30 / 4.0, within(1e-9));
        assertThat(ticks).isCloseTo(30 / 2.0, within(1e-9));
        lane.mark("last", 0);
        lane.serve(5);
        lane.commit();
        heartbeats += lane.heartbeatsArrived();
        assertThat(lane.arrived()).isEmpty();
        lane.commit();
        assertThat(heartbeats + lane.heartbeatsArrived()).isCloseTo(10, within(1e-9));
        assertThat(lane.arrived()).containsExactly("last");
        assertThat(lane.work()).isZero();
    }

    @Test
    void what_is_owed_goes_first() {
        lane.add(1, 0);
        lane.mark("it", 0);
        lane.owe(3);
        lane.serve(3);
        assertThat(lane.done()).isEmpty();
        lane.serve(2);
        assertThat(lane.done()).containsExactly("it");
    }
}
