package dev.pulse.marketplace.http.search;

import dev.pulse.domain.history.Unit;
import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.NodeAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.WindowAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer.ValueAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeFound;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pages of nodes. */
public final class Pages {
    /** Most nodes on a page. */
    static final int MAX_SIZE = 500;

    /** Nodes on a page where it is not said. */
    private static final int DEFAULT_SIZE = 50;

    private Pages() {}

    /**
     * A page by node id, for parameters as they came.
     *
     * @param cursor the {@code next_cursor} of the page before, or null for the first
     * @param size a number from 1 to 500, or null
     * @throws Problem naming the parameter that makes no sense, or while the index is being read
     */
    public static NodesAnswer of(Explorer explorer, NodeFilter filter, String cursor, String size) {
        Place after = cursor == null ? null : NodeCursor.place(cursor, filter, Sort.BY_ID);
        return of(explorer, new NodeSearch(filter, Sort.BY_ID, after, size(size), null, false, Set.of()));
    }

    /** Nodes on the page. */
    static int size(String size) {
        return size == null ? DEFAULT_SIZE : Parameters.integer("size", size, 1, MAX_SIZE);
    }

    static NodesAnswer of(Explorer explorer, NodeSearch search) {
        Progress progress = loaded(explorer);
        if (search.filter().days() > 0 && !explorer.index().remembers()) {
            throw Problem.loading("Reading the transitions of the last 90 days.");
        }
        NodeFound found = explorer.index().search(search);
        SortedMap<String, FacetAnswer> facets = new TreeMap<>();
        found.facets()
                .forEach((field, facet) -> facets.put(
                        field.wire(),
                        new FacetAnswer(
                                facet.values().stream()
                                        .map(value -> new ValueAnswer(field.spelled(value.value()), value.nodes()))
                                        .toList(),
                                facet.others())));
        return new NodesAnswer(
                nodes(found, search.filter().days()),
                found.next() == null ? null : NodeCursor.of(found.next(), search.filter(), search.sort()),
                found.examined(),
                found.count(),
                search.facets().isEmpty() ? null : facets,
                search.sample(),
                Answers.seconds(progress.asOf()),
                progress.lag(),
                false,
                List.of());
    }

    private static List<NodeAnswer> nodes(NodeFound found, int days) {
        if (days == 0) {
            return found.nodes().stream().map(Answers::node).toList();
        }
        List<NodeAnswer> nodes = new ArrayList<>();
        for (int i = 0; i < found.nodes().size(); i++) {
            Uptime lately = found.lately().get(i);
            nodes.add(Answers.node(
                    found.nodes().get(i),
                    new WindowAnswer(
                            days * Unit.DAY.ms() / 1_000,
                            lately.onlineMs(),
                            lately.observedMs(),
                            Answers.percent(lately))));
        }
        return nodes;
    }

    /** How far the nodes are. */
    public static Progress loaded(Explorer explorer) {
        Progress progress = explorer.nodesProgress();
        if (!progress.loaded()) {
            throw Problem.loading(explorer.problem());
        }
        return progress;
    }
}
