package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.narrow.Matches;
import dev.pulse.marketplace.index.narrow.Plan;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeField.Kind;
import dev.pulse.marketplace.index.search.NodeFound.Facet;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.uptime.Lately;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Answers one search. The table must not change meanwhile. */
public final class Finder {
    /** Rows that are tried one by one, in an order that is kept, before all matches are worked out. */
    private static final int TRIED = 1_000;

    /** What a step along an order costs, and a comparison of two names, in nanoseconds: only their ratio counts. */
    private static final long STEP_NS = 4;

    private static final long COMPARISON_NS = 60;

    private final NodeTable table;
    private final NodeSearch search;
    private final Plan plan;
    /** What the days that are asked about were like; null where none are. */
    private final Lately past;

    private Matches matches;
    private int examined;

    private Finder(NodeTable table, NodeSearch search) {
        this.table = table;
        this.search = search;
        this.plan = new Plan(search.filter(), table);
        int days = search.filter().days();
        this.past = days == 0 ? null : table.lately(days);
    }

    /** What a search finds in a table. */
    public static NodeFound find(NodeTable table, NodeSearch search) {
        return new Finder(table, search).find();
    }

    private NodeFound find() {
        if (search.count() || !search.facets().isEmpty()) {
            matches = plan.evaluate();
        }
        // One more than asked for tells whether there is a next page.
        List<Integer> rows = rows(search.size() + 1);
        boolean more = rows.size() > search.size() && search.sample() == null;
        List<Integer> shown = rows.subList(0, Math.min(rows.size(), search.size()));
        List<NodeEntry> nodes = shown.stream().map(row -> table.get(row)).toList();
        Map<NodeField, Facet> facets = new EnumMap<>(NodeField.class);
        for (NodeField field : search.facets()) {
            facets.put(field, new FacetCounter(table.columns(), matches).count(field));
        }
        return new NodeFound(
                nodes,
                past == null ? null : shown.stream().map(past::uptime).toList(),
                more ? place(shown.getLast(), nodes.getLast()) : null,
                examined,
                search.count() ? Long.valueOf(matches.count()) : null,
                facets);
    }

    private Place place(int row, NodeEntry node) {
        Sort sort = search.sort();
        Numbers numbers = past == null ? null : past.numbers(sort.field());
        return numbers == null ? sort.place(node) : new Place(numbers.get(row), null, node.nodeId());
    }

    private Matches matches() {
        if (matches == null) {
            matches = plan.evaluate();
        }
        return matches;
    }

    private List<Integer> rows(int wanted) {
        Sort sort = search.sort();
        if (search.sample() != null) {
            return new Ranking(table, matches(), SortKeys.random(search.sample(), table.texts()), false)
                    .first(null, wanted);
        }
        if (sort.field().kind() == Kind.NAME) {
            return named(new NameOrder(table, sort), wanted);
        }
        SortKeys keys = SortKeys.of(sort, table, past);
        return new Ranking(table, matches(), keys, sort.down()).first(search.after(), wanted);
    }

    private List<Integer> named(NameOrder order, int wanted) {
        List<Integer> found = new ArrayList<>();
        NameOrder.Walk walk = order.after(search.after());
        int row = walk.next();
        if (matches == null) {
            for (; row >= 0 && found.size() < wanted && examined < TRIED; row = walk.next()) {
                examined++;
                if (plan.test(row)) {
                    found.add(row);
                }
            }
            if (row < 0 || found.size() == wanted) {
                return found;
            }
        }
        long count = matches().count();
        long steps = Math.min(table.size(), (long) wanted * table.size() / Math.max(1, count));
        if (steps * STEP_NS > count * (Long.SIZE - Long.numberOfLeadingZeros(count)) * COMPARISON_NS) {
            return sorted(order, wanted);
        }
        for (; row >= 0 && found.size() < wanted; row = walk.next()) {
            if (matches.has(row)) {
                found.add(row);
            }
        }
        return found;
    }

    /** Where matches are few: all of them, sorted. */
    private List<Integer> sorted(NameOrder order, int wanted) {
        int[] all = matches.rows();
        examined += all.length;
        IntPredicate isAfter = order.isAfter(search.after());
        return Arrays.stream(all)
                .filter(isAfter)
                .boxed()
                .sorted(order::compare)
                .limit(wanted)
                .toList();
    }
}
