package dev.pulse.streams.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvictionTest {
    @Test
    void aThreadsTransactionIsNamedLikeItsConsumer() {
        assertThat(Eviction.transaction("pulse-verifier-5f0e-12-StreamThread-3-consumer"))
                .containsExactly("pulse-verifier-5f0e-12-3");
        assertThat(Eviction.transaction("somebody")).isEmpty();
    }
}
