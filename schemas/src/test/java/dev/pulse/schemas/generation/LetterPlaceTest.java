package dev.pulse.schemas.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPlaceTest {
    @Test
    void isReadAsItIsWritten() {
        LetterPlace place = new LetterPlace(1, Rejection.SKEW, 3, 17);
        assertThat(place).hasToString("skew/3/17");
        assertThat(LetterPlace.parse("skew/3/17")).contains(place);
        assertThat(LetterPlace.parse("poison/0/999999999999999999"))
                .contains(new LetterPlace(1, Rejection.POISON, 0, 999_999_999_999_999_999L));
    }

    @Test
    void namesALaterGeneration() {
        LetterPlace place = new LetterPlace(2, Rejection.SKEW, 3, 17);
        assertThat(place).hasToString("g2/skew/3/17");
        assertThat(LetterPlace.parse("g2/skew/3/17")).contains(place);
        assertThat(place.topic()).isEqualTo("pulse.heartbeats.dead.skew.g2");
        assertThat(LetterPlace.in(place.topic(), 3, 17)).contains(place);
        assertThat(LetterPlace.in("pulse.heartbeats.dead.skew", 3, 17))
                .contains(new LetterPlace(1, Rejection.SKEW, 3, 17));
        assertThat(LetterPlace.in("pulse.heartbeats.raw.g2", 3, 17)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "skew",
                "skew/3",
                "SKEW/3/17",
                "late/3/17",
                "skew/-3/17",
                "skew/3/17/",
                "skew/9999999999/1",
                "g0/skew/3/17",
                "g/skew/3/17",
                "2/skew/3/17"
            })
    void whatIsNoneIsNotRead(String text) {
        assertThat(LetterPlace.parse(text)).isEmpty();
    }

    @Test
    void topicsHaveTheirReasons() {
        assertThat(LetterPlace.reason("pulse.heartbeats.dead.identity")).contains(Rejection.IDENTITY);
        assertThat(LetterPlace.reason("pulse.heartbeats.dead.identity.g3")).contains(Rejection.IDENTITY);
        assertThat(LetterPlace.reason("pulse.heartbeats.raw")).isEmpty();
    }
}
