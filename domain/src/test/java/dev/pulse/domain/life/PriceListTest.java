package dev.pulse.domain.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.life.PriceList.Change;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {
    private static PriceList changed(Change change) {
        assertThat(change).isInstanceOf(Change.Changed.class);
        return ((Change.Changed) change).after();
    }

    private static String refused(Change change) {
        assertThat(change).isInstanceOf(Change.Refused.class);
        return ((Change.Refused) change).code();
    }

    @Test
    void everybody_has_four() {
        assertThat(PriceList.BUILT_IN.price("nano")).hasValue(20);
        assertThat(PriceList.BUILT_IN.price("basic")).hasValue(60);
        assertThat(PriceList.BUILT_IN.price("standard")).hasValue(125);
        assertThat(PriceList.BUILT_IN.price("premium")).hasValue(250);
        assertThat(PriceList.BUILT_IN.price("night")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void ones_own_are_made_changed_and_taken_away() {
        PriceList made = changed(PriceList.BUILT_IN.with("night", 7));
        assertThat(made.price("night")).hasValue(7);
        assertThat(PriceList.BUILT_IN.price("night"))
                .as("the one before stays as it was")
                .isEmpty();
        PriceList dearer = changed(made.with("night", -1));
        assertThat(dearer.price("night")).as("2^64 - 1").hasValue(-1);
        assertThat(changed(dearer.without("night", false)).price("night")).isEmpty();
        assertThat(changed(PriceList.BUILT_IN.without("night", false))).isEqualTo(PriceList.BUILT_IN);
    }

    @Test
    void one_that_is_used_stays() {
        PriceList made = changed(PriceList.BUILT_IN.with("night", 7));
        assertThat(refused(made.without("night", true))).isEqualTo("template_used");
    }

    @Test
    void everybodys_stay() {
        assertThat(refused(PriceList.BUILT_IN.with("nano", 1))).isEqualTo("built_in_template");
        assertThat(refused(PriceList.BUILT_IN.without("premium", false))).isEqualTo("built_in_template");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Night", "-night", "n ght", "n/ght", "a2345678901234567890123456789012x"})
    void names_that_are_none(String name) {
        assertThat(refused(PriceList.BUILT_IN.with(name, 1))).isEqualTo("bad_template");
    }

    @Test
    void a_price_is_something_and_the_list_has_an_end() {
        assertThat(refused(PriceList.BUILT_IN.with("night", 0))).isEqualTo("bad_price");
        PriceList full = PriceList.BUILT_IN;
        for (int i = 0; i < PriceList.MAX_OWN; i++) {
            full = changed(full.with("t" + i, 1));
        }
        assertThat(refused(full.with("one-more", 1))).isEqualTo("too_many_templates");
        assertThat(changed(full.with("t0", 2)).price("t0")).hasValue(2);
    }
}
