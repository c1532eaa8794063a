package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.federation.GridSearch;
import dev.pulse.marketplace.federation.GridSearch.Found;
import dev.pulse.marketplace.federation.Peers;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Answers searches: of this explorer, and of its peers with it. */
public final class NodeSearches {
    /** What a peer is not told as it came, but as it is for it. */
    private static final Set<String> OWN = Set.of(NodeQuery.REGION, "cursor", "size", "seed");

    /** Within a window these are not what a node's state says, by which pages are merged. */
    private static final Set<NodeField> OF_THE_PAST = Set.of(NodeField.UPTIME, NodeField.FLAPS);

    private final Explorer explorer;
    private final Peers peers;
    private final GridSearch grid;
    private final LongSupplier seeds;

    /** @param seeds numbers by chance, for samples */
    public NodeSearches(Explorer explorer, Peers peers, LongSupplier seeds) {
        this.explorer = explorer;
        this.peers = peers;
        this.grid = new GridSearch(peers);
        // As many bits as clients in JavaScript can hold.
        this.seeds = () -> seeds.getAsLong() >>> 11;
    }

    /** A number that is another one once a node of this explorer has changed. */
    long version() {
        return explorer.index().version();
    }

    /**
     * Refuses questions between explorers that have come around.
     *
     * @throws Problem for one
     */
    public void refuseLoops(String hop, boolean everywhere) {
        if (peers.loops(hop, everywhere)) {
            throw new Problem(
                    508, "loop", "This question came from another explorer, and asks this one or its peers again.");
        }
    }

    /** @throws Problem for a search that can't be answered */
    void check(SearchForm form) {
        form.search(seeds);
        Pages.loaded(explorer);
    }

    /**
     * The page.
     *
     * @throws Problem naming the parameter that makes no sense, or while the index is being read
     */
    public NodesAnswer find(SearchForm form) {
        NodeSearch search = form.search(seeds);
        return form.everywhere() ? everywhere(form, search) : Pages.of(explorer, search);
    }

    private NodesAnswer everywhere(SearchForm form, NodeSearch search) {
        if (search.filter().days() > 0 && OF_THE_PAST.contains(search.sort().field())) {
            throw Problem.badParameter("sort", "can't be by what was within a window where peers are asked too.");
        }
        Pages.loaded(explorer);
        Function<String, Place> from =
                form.cursor() == null ? side -> null : GridCursor.places(form.cursor(), search.filter(), search.sort());
        Found found = grid.find(search, from, after -> question(form, search, after), new GridSearch.Own() {
            @Override
            public NodesAnswer page(NodeSearch mine) {
                return Pages.of(explorer, mine);
            }

            @Override
            public Optional<NodeEntry> node(String nodeId) {
                return explorer.index().find(nodeId);
            }
        });
        return found.places() == null
                ? found.answer()
                : found.answer().withCursor(GridCursor.of(found.places(), search.filter(), search.sort()));
    }

    /** The same search without {@code region=*}, so that whoever is asked answers for himself. */
    private static String question(SearchForm form, NodeSearch search, Place after) {
        StringJoiner query = new StringJoiner("&", "/api/v1/nodes?", "");
        for (Map.Entry<String, List<String>> parameter : form.given().entrySet()) {
            if (!OWN.contains(parameter.getKey())) {
                parameter.getValue().forEach(value -> query.add(pair(parameter.getKey(), value)));
            }
        }
        if (search.sample() == null) {
            query.add(pair("size", Integer.toString(search.size())));
        } else {
            query.add(pair("seed", Long.toString(search.sample())));
        }
        if (after != null) {
            query.add(pair("cursor", NodeCursor.of(after, search.filter(), search.sort())));
        }
        return query.toString();
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
