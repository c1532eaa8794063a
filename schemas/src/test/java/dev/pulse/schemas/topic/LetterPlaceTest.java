package dev.pulse.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPlaceTest {
    @Test
    void isReadAsItIsWritten() {
        LetterPlace place = new LetterPlace(Rejection.SKEW, 3, 17);
        assertThat(place).hasToString("skew/3/17");
        assertThat(LetterPlace.parse("skew/3/17")).contains(place);
        assertThat(LetterPlace.parse("poison/0/999999999999999999"))
                .contains(new LetterPlace(Rejection.POISON, 0, 999_999_999_999_999_999L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "skew", "skew/3", "SKEW/3/17", "late/3/17", "skew/-3/17", "skew/3/17/", "skew/9999999999/1"})
    void whatIsNoneIsNotRead(String text) {
        assertThat(LetterPlace.parse(text)).isEmpty();
    }

    @Test
    void topicsHaveTheirReasons() {
        assertThat(LetterPlace.reason("pulse.heartbeats.dead.identity")).contains(Rejection.IDENTITY);
        assertThat(LetterPlace.reason("pulse.heartbeats.raw")).isEmpty();
    }
}
