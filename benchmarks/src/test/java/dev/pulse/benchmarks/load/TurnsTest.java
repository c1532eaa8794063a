package dev.pulse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 10_000, 1_000_000})
    void each_node_speaks_once_in_a_round(int nodes) {
        Turns turns = new Turns(nodes);
        BitSet spoken = new BitSet(nodes);
        for (long turn = 2L * nodes; turn < 3L * nodes; turn++) {
            spoken.set(turns.node(turn));
            assertThat(turns.round(turn)).isEqualTo(2);
        }
        assertThat(spoken.cardinality()).isEqualTo(nodes);
        assertThat(turns.node(nodes)).isEqualTo(turns.node(0));
    }

    @Test
    void a_fleet_that_the_stride_divides_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Turns(1_299_709));
    }
}
