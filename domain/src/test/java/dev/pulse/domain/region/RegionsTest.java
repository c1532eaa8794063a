package dev.pulse.domain.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private final Regions regions = new Regions("eu", Set.of("eu", "us"));

    @Test
    void theSignedRegionCountsWhereItIsConfigured() {
        assertThat(regions.of("us")).isEqualTo("us");
        assertThat(regions.of("eu")).isEqualTo("eu");
    }

    @Test
    void otherwiseTheIngestsOwnCounts() {
        assertThat(regions.of("atlantis")).isEqualTo("eu");
        assertThat(regions.of("US")).as("names are exact").isEqualTo("eu");
        assertThat(regions.of(null)).isEqualTo("eu");
    }

    @Test
    void anIngestStandsInAConfiguredRegion() {
        assertThatThrownBy(() -> new Regions("ap", Set.of("eu", "us"))).hasMessageContaining("ap");
    }
}
