package dev.pulse.schemas.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Course STEADY = Course.steady(8);
    private static final Course PREPARED = STEADY.prepare(32);
    private static final Course CUT = PREPARED.cut();
    private static final Course DRAINED = CUT.drained();
    private static final Generation ONE = Generation.first(8);
    private static final Generation TWO = new Generation(2, 32);

    private static Map<String, UnaryOperator<Course>> moves() {
        Map<String, UnaryOperator<Course>> all = new LinkedHashMap<>();
        all.put("prepare", course -> course.prepare(64));
        all.put("cancel", Course::cancel);
        all.put("cut", Course::cut);
        all.put("drained", Course::drained);
        all.put("carried", Course::carried);
        all.put("finish", Course::finish);
        return all;
    }

    @Test
    void eachStepHasItsMovesAndNoOthers() {
        Map<Course, List<String>> legal = Map.of(
                STEADY, List.of("prepare", "finish"),
                PREPARED, List.of("cancel", "cut"),
                CUT, List.of("drained"),
                DRAINED, List.of("carried"));
        legal.forEach((course, names) -> moves().forEach((name, move) -> {
            if (names.contains(name)) {
                assertThat(move.apply(course)).as("%s, %s", course, name).isNotNull();
            } else {
                assertThatThrownBy(() -> move.apply(course))
                        .as("%s, %s", course, name)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(course.toString());
            }
        }));
    }

    @Test
    void writersGoBeforeWorkersAndNobodyWorksInBetween() {
        assertThat(STEADY.writing()).isEqualTo(ONE);
        assertThat(STEADY.working()).contains(ONE);
        assertThat(PREPARED.writing()).isEqualTo(ONE);
        assertThat(PREPARED.working()).contains(ONE);
        assertThat(PREPARED.readable()).containsExactly(ONE);
        assertThat(CUT.writing()).isEqualTo(TWO);
        assertThat(CUT.working()).contains(ONE);
        assertThat(CUT.readable()).containsExactly(ONE, TWO);
        assertThat(DRAINED.writing()).isEqualTo(TWO);
        assertThat(DRAINED.working()).isEmpty();
        Course arrived = DRAINED.carried();
        assertThat(arrived.writing()).isEqualTo(TWO);
        assertThat(arrived.working()).contains(TWO);
        assertThat(arrived.readable()).containsExactly(ONE, TWO);
        assertThat(arrived.finish().readable()).containsExactly(TWO);
    }

    @Test
    void theWayBackIsAWayForward() {
        Course back = DRAINED.carried().prepare(8).cut().drained().carried();
        assertThat(back.current()).isEqualTo(new Generation(3, 8));
        assertThat(back.former()).containsExactly(ONE, TWO);
        assertThat(PREPARED.cancel()).isEqualTo(STEADY);
    }

    @Test
    void theSameCountIsNoMove() {
        assertThatThrownBy(() -> STEADY.prepare(8)).hasMessage("There are 8 partitions already.");
        assertThatThrownBy(() -> STEADY.prepare(0)).hasMessageContaining("1 to 10000");
    }

    @Test
    void theFirstGenerationHasTheNamesThatAllHadBefore() {
        assertThat(ONE.name(Topics.RAW)).isEqualTo("pulse.heartbeats.raw");
        assertThat(ONE.application("pulse-verifier")).isEqualTo("pulse-verifier");
        assertThat(TWO.name(Topics.RAW)).isEqualTo("pulse.heartbeats.raw.g2");
        assertThat(TWO.application("pulse-verifier")).isEqualTo("pulse-verifier-g2");
        assertThat(TWO.name(Topics.STATE)).isEqualTo("pulse.nodes.state");
        for (var topic : Topics.all()) {
            assertThat(Generation.base(TWO.name(topic))).isEqualTo(topic.name());
            assertThat(Generation.base(ONE.name(topic))).isEqualTo(topic.name());
            assertThat(Generation.numberOf(TWO.name(topic))).isEqualTo(topic.coPartitioned() ? 2 : 1);
        }
    }
}
