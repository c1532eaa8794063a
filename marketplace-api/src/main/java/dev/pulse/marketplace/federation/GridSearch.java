package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Searches here and at all peers at one time. */
public final class GridSearch {
    /** The name of this explorer among those of its peers. */
    public static final String SELF = Side.SELF;

    /** Bytes of an answer: facets and what is around, and for each node several times what one has. */
    private static final long MOST_BESIDE = 512 * 1024;

    private static final long MOST_FOR_A_NODE = 4 * 1024;

    private final Peers peers;

    /** Over these peers. */
    public GridSearch(Peers peers) {
        this.peers = peers;
    }

    /** What this explorer has itself. */
    public interface Own {
        /** Its page. */
        NodesAnswer page(NodeSearch search);

        /** What it knows of a node. */
        Optional<NodeEntry> node(String nodeId);
    }

    /**
     * What was found.
     *
     * @param answer without a cursor
     * @param places where each side goes on, null for one that has shown nothing yet; null as a whole when nothing is left
     */
    public record Found(NodesAnswer answer, Map<String, Place> places) {}

    /** Makes the question to a peer. */
    public interface Question {
        /**
         * Path and query.
         *
         * @param after the place that it goes on behind, or null
         */
        String behind(Place after);
    }

    /**
     * Searches.
     *
     * @param search without a place
     * @param from the place that each side goes on behind, by name; null for its first page
     */
    public Found find(NodeSearch search, Function<String, Place> from, Question question, Own own) {
        long most = MOST_BESIDE + MOST_FOR_A_NODE * search.size();
        try (Round round = peers.ask(peer -> question.behind(from.apply(peer.name())), most)) {
            List<Side> sides = new ArrayList<>();
            Place mine = from.apply(SELF);
            sides.add(Side.own(mine, own.page(search.behind(mine)), search));
            sides.addAll(round.take((peer, body) -> PageReader.read(peer, body, search, from.apply(peer)))
                    .values());
            GridPage page = GridPage.of(sides, search, own::node);
            NodesAnswer answer = new NodesAnswer(
                    page.nodes(),
                    null,
                    GridPage.examined(sides),
                    GridPage.count(sides, search),
                    GridPage.facets(sides, search),
                    search.sample(),
                    GridPage.asOf(sides),
                    GridPage.lag(sides),
                    !round.missing().isEmpty(),
                    round.missing());
            return new Found(answer, page.places() == null ? null : all(page.places(), from));
        }
    }

    private Map<String, Place> all(Map<String, Place> places, Function<String, Place> from) {
        Map<String, Place> all = new HashMap<>(places);
        for (String peer : peers.names()) {
            if (!all.containsKey(peer)) {
                all.put(peer, from.apply(peer));
            }
        }
        return all;
    }
}
