package dev.pulse.marketplace.index.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodedColumnTest {
    private final Map<Integer, String> told = new TreeMap<>();
    private final CodedColumn<String> column = new CodedColumn<>(2, List::of, told::put);

    @Test
    void aValueThatGetsACodeIsTold() {
        column.add(0, "a");
        column.add(1, null);
        column.add(2, "b");
        column.change(0, "b");
        column.add(3, "c");
        assertThat(told).isEqualTo(Map.of(1, "c", 2, "b"));
        assertThat(List.of(column.get(0), column.get(2), column.get(3))).containsExactly("b", "b", "c");
    }

    /** What is kept of codes that lost their value is never taken back, and so may name a value that has another code by now. */
    @Test
    void aValueThatComesBackHasTheCodeThatRowsHave() {
        column.restore(1, "x");
        column.restore(2, "x");
        column.restore(4, "y");
        column.addCode(0, 1);
        column.addCode(1, 4);
        column.addCode(2, 0);
        column.restored();
        column.add(3, "x");
        assertThat(column.code(3)).isEqualTo(1);
        assertThat(column.of(List.of("x", "y")).size()).isEqualTo(2);
        assertThat(column.having(List.of("x")).size()).isEqualTo(1);
        column.add(4, "z");
        assertThat(told).as("the least code that is free").isEqualTo(Map.of(2, "z"));
        assertThat(column.get(2)).isNull();
    }

    @Test
    void aCodeWithoutAValueIsRefused() {
        column.restore(2, "x");
        for (int code : new int[] {-1, 1, 3}) {
            assertThatThrownBy(() -> column.addCode(0, code)).hasMessage("code " + code + " has no value");
        }
    }
}
