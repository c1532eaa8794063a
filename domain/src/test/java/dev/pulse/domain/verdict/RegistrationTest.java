package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    @ParameterizedTest
    @EnumSource
    void the_configuration_holds_where_the_variable_says_nothing(Registration configured) {
        assertThat(Registration.of(Map.of(), configured)).isEqualTo(configured);
        assertThat(Registration.of(Map.of(Registration.VARIABLE, " "), configured))
                .isEqualTo(configured);
    }

    @ParameterizedTest
    @EnumSource
    void the_variable_wins(Registration configured) {
        assertThat(Registration.of(Map.of(Registration.VARIABLE, "open"), configured))
                .isEqualTo(Registration.OPEN);
        assertThat(Registration.of(Map.of(Registration.VARIABLE, "ledger"), configured))
                .isEqualTo(Registration.LEDGER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "LEDGER", "ledger ", "true"})
    void anything_else_is_an_error_that_names_the_variable(String value) {
        assertThatThrownBy(() -> Registration.of(Map.of(Registration.VARIABLE, value), Registration.OPEN))
                .hasMessage("REGISTRATION must be open or ledger, not " + value);
    }
}
