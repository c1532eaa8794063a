package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.narrow.Matches;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.search.NodeFound.Facet;
import dev.pulse.marketplace.index.search.NodeFound.Value;
import dev.pulse.marketplace.index.table.NodeColumns;
import dev.pulse.marketplace.index.table.WordColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Counts the values of fields among matches. */
final class FacetCounter {
    /** Values that a facet names; what is rarer is counted together. */
    static final int MOST_VALUES = 100;

    /** The pricing templates that everybody has, which prices are put between. */
    private static final long[] BANDS = {20, 60, 125, 250};

    private final NodeColumns columns;
    private final Matches matches;

    FacetCounter(NodeColumns columns, Matches matches) {
        this.columns = columns;
        this.matches = matches;
    }

    Facet count(NodeField field) {
        return field == NodeField.PRICE ? prices() : words(columns.words(field));
    }

    private Facet words(WordColumn<?> words) {
        long[] byCode = tally(words.codes(), code -> code, words.limit());
        Map<String, Long> byText = new HashMap<>();
        for (int code = 0; code < byCode.length; code++) {
            if (byCode[code] > 0) {
                List<String> texts = words.textsOf(code);
                for (String text : texts) {
                    byText.merge(text, byCode[code], Long::sum);
                }
                if (texts.isEmpty()) {
                    byText.merge("", byCode[code], Long::sum);
                }
            }
        }
        List<Value> values = new ArrayList<>();
        byText.forEach((text, nodes) -> values.add(new Value(text.isEmpty() ? null : text, nodes)));
        values.sort(Comparator.comparingLong(Value::nodes)
                .reversed()
                .thenComparing(Value::value, Comparator.nullsLast(Comparator.naturalOrder())));
        if (values.size() <= MOST_VALUES) {
            return new Facet(List.copyOf(values), 0);
        }
        List<Value> rest = values.subList(MOST_VALUES, values.size());
        return new Facet(
                List.copyOf(values.subList(0, MOST_VALUES)),
                rest.stream().mapToLong(Value::nodes).sum());
    }

    /** Prices up to each template's, and what is beyond; those without an offer are null. */
    private Facet prices() {
        int beyond = BANDS.length;
        int none = beyond + 1;
        long[] counts = tally(
                columns.numbers(NodeField.PRICE), price -> price == Long.MIN_VALUE ? none : band(price), none + 1);
        List<Value> values = new ArrayList<>();
        for (int band = 0; band <= none; band++) {
            if (counts[band] > 0) {
                String name = band == none ? null : band == beyond ? (BANDS[beyond - 1] + 1) + "-" : between(band);
                values.add(new Value(name, counts[band]));
            }
        }
        return new Facet(List.copyOf(values), 0);
    }

    private static String between(int band) {
        return (band == 0 ? 1 : BANDS[band - 1] + 1) + "-" + BANDS[band];
    }

    private static int band(long biased) {
        int band = 0;
        // As the column has them: 2^63 less than they are.
        while (band < BANDS.length && biased > (BANDS[band] ^ Long.MIN_VALUE)) {
            band++;
        }
        return band;
    }

    private long[] tally(Numbers numbers, LongUnaryOperator group, int groups) {
        long[] counts = new long[groups];
        long[] all = new long[Segments.ROWS];
        for (int segment = 0; segment < matches.segments(); segment++) {
            if (matches.countIn(segment) >= Segments.ROWS / 4) {
                numbers.read(segment, all);
                matches.forEachIn(segment, row -> counts[(int) group.applyAsLong(all[Segments.place(row)])]++);
            } else {
                matches.forEachIn(segment, row -> counts[(int) group.applyAsLong(numbers.get(row))]++);
            }
        }
        return counts;
    }
}
