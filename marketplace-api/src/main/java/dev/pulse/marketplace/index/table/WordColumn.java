package dev.pulse.marketplace.index.table;

import dev.pulse.marketplace.index.column.CodeSet;
import dev.pulse.marketplace.index.column.CodedColumn;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.node.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * A column whose values have texts.
 *
 * @param column the values
 * @param texts the texts of a value; none for null
 * @param exact the codes of the values that have one of some texts, where that needs no look at each value; null where it does
 */
public record WordColumn<V>(
        CodedColumn<V> column, Function<V, List<String>> texts, Function<Set<String>, CodeSet> exact) {
    /** Of values that are texts. */
    static WordColumn<String> one(CodedColumn<String> column) {
        return new WordColumn<>(column, value -> value == null ? List.of() : List.of(value), column::of);
    }

    /** Of values with one text each. */
    static <V> WordColumn<V> one(CodedColumn<V> column, Function<V, String> text) {
        return new WordColumn<>(column, value -> value == null ? List.of() : List.of(text.apply(value)), null);
    }

    /** Of values with some texts each. */
    static <V> WordColumn<V> some(CodedColumn<V> column, Function<V, List<String>> texts) {
        return new WordColumn<>(column, value -> value == null ? List.of() : texts.apply(value), null);
    }

    /** Of values that are texts which they are looked for by. */
    static WordColumn<List<String>> parts(CodedColumn<List<String>> column) {
        return new WordColumn<>(column, value -> value == null ? List.of() : value, column::having);
    }

    /** The codes whose texts are what is asked for. */
    public CodeSet matching(Condition.OnText condition) {
        if (exact != null
                && condition instanceof Condition.AnyOf any
                && !any.field().anyCase()) {
            return exact.apply(any.values());
        }
        return column.matching(value -> condition.matchesAny(texts.apply(value)));
    }

    /** The codes that are wanted, of those that rows may have. */
    public CodeSet codesIf(IntPredicate wanted) {
        return column.codesIf(wanted);
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
