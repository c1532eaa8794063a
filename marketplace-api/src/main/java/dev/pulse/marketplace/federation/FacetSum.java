package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer.ValueAnswer;
import dev.pulse.marketplace.index.node.NodeField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The values of one field over several explorers: exact as long as each of them names all of its own. */
final class FacetSum {
    private static final int MOST_VALUES = 100;
    private static final Pattern BAND = Pattern.compile("[0-9]{1,18}-[0-9]{0,20}");

    private static final Comparator<String> UNSAID_LAST = Comparator.nullsLast(Comparator.naturalOrder());

    private FacetSum() {}

    /** Whether this names a band of prices, or those without an offer. */
    static boolean isBand(String value) {
        return value == null || BAND.matcher(value).matches();
    }

    /** @param field the field's name */
    static FacetAnswer of(String field, List<FacetAnswer> parts) {
        Map<String, Long> sums = new HashMap<>();
        long others = 0;
        for (FacetAnswer part : parts) {
            part.values().forEach(value -> sums.merge(value.value(), value.nodes(), Long::sum));
            others += part.others();
        }
        List<ValueAnswer> values = new ArrayList<>();
        sums.forEach((value, nodes) -> values.add(new ValueAnswer(value, nodes)));
        values.sort(order(field));
        List<ValueAnswer> rare = values.subList(Math.min(MOST_VALUES, values.size()), values.size());
        others += rare.stream().mapToLong(ValueAnswer::nodes).sum();
        return new FacetAnswer(List.copyOf(values.subList(0, values.size() - rare.size())), others);
    }

    private static Comparator<ValueAnswer> order(String field) {
        if (field.equals(NodeField.PRICE.wire())) {
            return Comparator.comparing(
                    value -> value.value() == null
                            ? null
                            : Long.valueOf(
                                    value.value().substring(0, value.value().indexOf('-'))),
                    Comparator.nullsLast(Comparator.naturalOrder()));
        }
        return Comparator.comparingLong(ValueAnswer::nodes).reversed().thenComparing(ValueAnswer::value, UNSAID_LAST);
    }
}
