package dev.pulse.agent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestAddressTest {
    @Test
    void the_path_is_added_where_it_is_missing() {
        assertThat(IngestAddress.heartbeats("http://127.0.0.1:8081"))
                .hasToString("http://127.0.0.1:8081/v1/heartbeats");
        assertThat(IngestAddress.heartbeats(" http://h:1/ ")).hasToString("http://h:1/v1/heartbeats");
        assertThat(IngestAddress.heartbeats("https://h/grid/")).hasToString("https://h/grid/v1/heartbeats");
        assertThat(IngestAddress.heartbeats("https://h/v1/heartbeats")).hasToString("https://h/v1/heartbeats");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:8081", "ftp://h", "http://", "http://h?x=1", "http://h#a", "http://a b"})
    void what_is_no_address_is_refused_with_a_sentence(String typed) {
        assertThatThrownBy(() -> IngestAddress.heartbeats(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + typed + "' is not ");
    }
}
