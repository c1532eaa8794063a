package dev.pulse.marketplace.index.table;

import dev.pulse.marketplace.index.column.CodeSet;
import dev.pulse.marketplace.index.column.CodedColumn;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.node.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A column whose values have texts.
 *
 * @param column the values
 * @param texts the texts of a value; none for null
 * @param plain whether the values are those texts themselves
 */
public record WordColumn<V>(CodedColumn<V> column, Function<V, List<String>> texts, boolean plain) {
    /** Of values that are texts. */
    static WordColumn<String> one(CodedColumn<String> column) {
        return new WordColumn<>(column, value -> value == null ? List.of() : List.of(value), true);
    }

    /** Of values with one text each. */
    static <V> WordColumn<V> one(CodedColumn<V> column, Function<V, String> text) {
        return new WordColumn<>(column, value -> value == null ? List.of() : List.of(text.apply(value)), false);
    }

    /** Of values with some texts each. */
    static <V> WordColumn<V> some(CodedColumn<V> column, Function<V, List<String>> texts) {
        return new WordColumn<>(column, value -> value == null ? List.of() : texts.apply(value), false);
    }

    /** The codes whose texts are what is asked for. */
    public CodeSet matching(Condition.OnText condition) {
        if (plain && condition instanceof Condition.AnyOf any && !any.field().anyCase()) {
            @SuppressWarnings("unchecked") // The values are texts.
            CodedColumn<String> values = (CodedColumn<String>) column;
            return values.of(any.values());
        }
        return column.matching(value -> condition.matchesAny(texts.apply(value)));
    }

    /** Keeps those rows of a segment that have one of these codes. */
    public void narrow(int segment, long[] rows, int at, CodeSet wanted) {
        column.narrow(segment, rows, at, wanted);
    }

    /** The code of each row. */
    public Numbers codes() {
        return column.codes();
    }

    /** The only text of a code, or null. */
    public String text(int code) {
        List<String> all = texts.apply(column.value(code));
        return all.isEmpty() ? null : all.getFirst();
    }

    /** All texts of a code. */
    public List<String> textsOf(int code) {
        return texts.apply(column.value(code));
    }

    /** One more than the largest code. */
    public int limit() {
        return column.limit();
    }

    /** Where each code stands in the order of texts; -1 for none. */
    public int[] ranks() {
        return column.ranks(order());
    }

    /** Texts in order. */
    public List<String> sorted() {
        return column.sorted(order()).stream()
                .map(value -> texts.apply(value).getFirst())
                .toList();
    }

    private Comparator<V> order() {
        return Comparator.comparing(value -> texts.apply(value).getFirst());
    }
}
