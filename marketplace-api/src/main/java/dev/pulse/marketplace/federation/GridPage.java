package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.NodeAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer;
import dev.pulse.marketplace.federation.Side.Item;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The pages of several explorers as one.
 *
 * @param nodes in the order of the search, each once
 * @param places where each side goes on, this explorer's own under {@link Side#SELF}; null when nothing is left. Sides that were
 *     missing keep theirs, so that nothing of them is passed over: they are not in it
 */
record GridPage(List<NodeAnswer> nodes, Map<String, Place> places) {
    /**
     * Puts pages together. No further than every side has shown what it has: a node that is left out because another side has a
     * newer state must not let the page run ahead of what that side has not shown yet.
     *
     * @param sides this explorer's first
     * @param known what this explorer knows of a node, whether it matches or not
     */
    static GridPage of(List<Side> sides, NodeSearch search, Function<String, Optional<NodeEntry>> known) {
        MergeOrder order = new MergeOrder(search);
        Place horizon = null;
        Map<String, Item> newest = new HashMap<>();
        for (Side side : sides) {
            for (Item item : side.items()) {
                // What moved here and stopped matching is not shown as it was there.
                boolean outdated = !side.isOwn()
                        && known.apply(item.entry().nodeId())
                                .filter(mine -> !item.newerThan(mine))
                                .isPresent();
                if (!outdated) {
                    newest.merge(item.entry().nodeId(), item, (one, two) -> two.newerThan(one.entry()) ? two : one);
                }
            }
            if (side.more()) {
                Place last = side.items().getLast().place();
                horizon = horizon == null || order.compare(last, horizon) < 0 ? last : horizon;
            }
        }
        List<Item> within = new ArrayList<>();
        for (Item item : newest.values()) {
            if (horizon == null || order.compare(item.place(), horizon) <= 0) {
                within.add(item);
            }
        }
        within.sort(Comparator.comparing(Item::place, order));
        List<Item> shown = within.subList(0, Math.min(search.size(), within.size()));
        Place reached = shown.size() < within.size() ? shown.getLast().place() : horizon;
        List<NodeAnswer> nodes = shown.stream().map(Item::answer).toList();
        return new GridPage(nodes, reached == null || search.sample() != null ? null : places(sides, reached, order));
    }

    private static Map<String, Place> places(List<Side> sides, Place reached, MergeOrder order) {
        Map<String, Place> places = new TreeMap<>();
        for (Side side : sides) {
            Place prior = side.prior();
            // One that was missing for a while is behind; one that others wait for may be ahead.
            places.put(side.name(), prior != null && order.compare(prior, reached) > 0 ? prior : reached);
        }
        return places;
    }

    /** The facets of all sides; null where none were asked for. */
    static SortedMap<String, FacetAnswer> facets(List<Side> sides, NodeSearch search) {
        if (search.facets().isEmpty()) {
            return null;
        }
        SortedMap<String, FacetAnswer> facets = new TreeMap<>();
        search.facets()
                .forEach(field -> facets.put(
                        field.wire(),
                        FacetSum.of(
                                field.wire(),
                                sides.stream()
                                        .map(side -> side.answer().facets().get(field.wire()))
                                        .toList())));
        return facets;
    }

    /** The oldest time for which all of it holds; null where one side does not know. */
    static Long asOf(List<Side> sides) {
        return sides.stream()
                .map(side -> side.answer().asOf())
                .reduce((one, two) -> one == null || two == null ? null : Long.valueOf(Math.min(one, two)))
                .orElse(null);
    }

    /** Nodes that were looked at one by one. */
    static int examined(List<Side> sides) {
        return Math.clamp(
                sides.stream().mapToLong(side -> side.answer().examined()).sum(), 0, Integer.MAX_VALUE);
    }

    /** All matches of all sides; null where it was not asked for. */
    static Long count(List<Side> sides, NodeSearch search) {
        return search.count()
                ? Long.valueOf(
                        sides.stream().mapToLong(side -> side.answer().count()).sum())
                : null;
    }

    /** Offsets that are not applied yet, over all sides. */
    static long lag(List<Side> sides) {
        return sides.stream()
                .map(Side::answer)
                .mapToLong(NodesAnswer::lag)
                .reduce(0, (one, two) -> one > Long.MAX_VALUE - two ? Long.MAX_VALUE : one + two);
    }
}
