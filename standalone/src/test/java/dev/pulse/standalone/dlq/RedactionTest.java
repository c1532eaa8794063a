package dev.pulse.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    @Test
    void whereAMachineStandsIsHiddenAndWhatItIsIsShown() {
        assertThat(redaction.payload(
                        "{\"capacity\":{\"ram_gb\":64},\"hostname\":\"annas-laptop\",\"location\":{\"city\":\"Ghent\"},"
                                + "\"mycelium_ip\":\"46a:52b7::1\",\"node_id\":\"node-1\",\"timestamp\":1790000000}"))
                .isEqualTo("{\"capacity\":{\"ram_gb\":64},\"hostname\":\"(hidden)\",\"location\":\"(hidden)\","
                        + "\"mycelium_ip\":\"(hidden)\",\"node_id\":\"node-1\",\"timestamp\":1790000000}");
    }

    @Test
    void whatIsNotKnownIsHidden() {
        assertThat(redaction.payload("{\"owner\":\"Anna\"}")).isEqualTo("{\"owner\":\"(hidden)\"}");
        assertThat(redaction.payload("[\"Anna\"]")).isEqualTo("(hidden)");
        assertThat(redaction.payload("no JSON, Anna")).isEqualTo("(hidden)");
        assertThat(redaction.payload(null)).isEqualTo("(hidden)");
    }
}
