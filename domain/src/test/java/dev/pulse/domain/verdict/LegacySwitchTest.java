package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacySwitchTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_configuration_holds_where_the_variable_says_nothing(boolean configured) {
        assertThat(LegacySwitch.allows(Map.of(), configured)).isEqualTo(configured);
        assertThat(LegacySwitch.allows(Map.of(LegacySwitch.VARIABLE, " "), configured))
                .isEqualTo(configured);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_variable_wins(boolean configured) {
        assertThat(LegacySwitch.allows(Map.of(LegacySwitch.VARIABLE, "true"), configured))
                .isTrue();
        assertThat(LegacySwitch.allows(Map.of(LegacySwitch.VARIABLE, "false"), configured))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "true "})
    void anything_else_is_an_error_that_names_the_variable(String value) {
        assertThatThrownBy(() -> LegacySwitch.allows(Map.of(LegacySwitch.VARIABLE, value), false))
                .hasMessage("ALLOW_LEGACY_HEARTBEATS must be true or false, not " + value);
    }
}
