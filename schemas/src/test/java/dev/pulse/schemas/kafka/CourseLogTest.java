package dev.pulse.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.generation.Course;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseLogTest {
    private static final Course STEADY = Course.steady(8);
    private static final Course PREPARED = STEADY.prepare(32);
    private static final Course CUT = PREPARED.cut();
    private static final Course DRAINED = CUT.drained();

    @Test
    void itIsReadAsItWasWritten() {
        for (Course course : List.of(STEADY, PREPARED, CUT, DRAINED, DRAINED.carried())) {
            assertThat(CourseLog.decode(CourseLog.record(course).value())).isEqualTo(course);
        }
        assertThat(new String(CourseLog.record(CUT).value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"current\":{\"number\":1,\"partitions\":8},\"next\":{\"number\":2,\"partitions\":32},"
                        + "\"step\":\"CUT\",\"former\":[]}");
    }

    @Test
    void whatContradictsItselfIsRefused() {
        for (String broken : List.of(
                "{}",
                "nonsense",
                "{\"current\":{\"number\":1,\"partitions\":8},\"step\":\"CUT\"}",
                "{\"current\":{\"number\":2,\"partitions\":8},\"next\":{\"number\":2,\"partitions\":9},\"step\":\"CUT\"}",
                "{\"current\":{\"number\":1,\"partitions\":8},\"step\":\"SIDEWAYS\"}")) {
            assertThatThrownBy(() -> CourseLog.decode(broken.getBytes(StandardCharsets.UTF_8)))
                    .as(broken)
                    .isInstanceOf(KafkaUnusableException.class)
                    .hasMessageContaining("pulse.generation");
        }
    }
}
