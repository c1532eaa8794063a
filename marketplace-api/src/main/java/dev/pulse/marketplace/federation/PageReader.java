package dev.pulse.marketplace.federation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer;
import dev.pulse.marketplace.answer.NodesAnswer.FacetAnswer.ValueAnswer;
import dev.pulse.marketplace.federation.PeerFault.Reason;
import dev.pulse.marketplace.federation.Side.Item;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what peers answer, and believes none of it that can be held against the question. */
final class PageReader {
    /** More nodes than a grid has, and few enough to be added up. */
    private static final long MOST_NODES = 1_000_000_000_000L;

    private static final int MOST_VALUES = 101;
    private static final int MAX_TEXT = 1_024;
    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            // A newer peer may say more.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private PageReader() {}

    /** @throws PeerFault for anything but JSON of this form */
    static <T> T json(byte[] body, Class<T> type) throws PeerFault {
        try {
            T value = JSON.readValue(body, type);
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            throw new PeerFault(Reason.MALFORMED);
        }
        throw new PeerFault(Reason.MALFORMED);
    }

    /**
     * A peer's page.
     *
     * @param prior the place that it was to go on behind, or null
     */
    static Side read(String peer, byte[] body, NodeSearch search, Place prior) throws PeerFault {
        MergeOrder order = new MergeOrder(search);
        NodesAnswer answer = json(body, NodesAnswer.class);
        if (answer.nodes() != null && answer.nodes().size() > search.size()) {
            throw new PeerFault(Reason.OVERSIZED);
        }
        Side side = Side.of(peer, prior, answer, order);
        inOrder(side, order);
        matching(side, search);
        boolean full = side.items().size() == search.size();
        require(!side.more() || full && search.sample() == null);
        require(answer.lag() >= 0 && answer.examined() >= 0);
        require(!search.count()
                || answer.count() != null && answer.count() >= side.items().size() && answer.count() <= MOST_NODES);
        facets(answer, search);
        return side;
    }

    private static void inOrder(Side side, MergeOrder order) throws PeerFault {
        Set<String> seen = new HashSet<>();
        Place before = side.prior();
        for (Item item : side.items()) {
            if (!seen.add(item.entry().nodeId())) {
                throw new PeerFault(Reason.REPEATED);
            }
            if (before != null && order.compare(item.place(), before) <= 0) {
                throw new PeerFault(Reason.UNSORTED);
            }
            before = item.place();
        }
    }

    /** All conditions but who rents a node and what its past was, which a node's state does not say. */
    private static void matching(Side side, NodeSearch search) throws PeerFault {
        for (Condition condition : search.filter().conditions()) {
            boolean rents = condition instanceof Condition.OnText text && text.field() == NodeField.RENTED_BY;
            boolean told = !rents && !(condition instanceof Condition.Lately);
            if (told && !side.items().stream().allMatch(item -> condition.test(item.entry()))) {
                throw new PeerFault(Reason.FOREIGN);
            }
        }
    }

    private static void facets(NodesAnswer answer, NodeSearch search) throws PeerFault {
        if (search.facets().isEmpty()) {
            return;
        }
        Set<String> wanted = search.facets().stream().map(NodeField::wire).collect(Collectors.toSet());
        require(answer.facets() != null && answer.facets().keySet().equals(wanted));
        for (Map.Entry<String, FacetAnswer> entry : answer.facets().entrySet()) {
            FacetAnswer facet = entry.getValue();
            require(facet != null
                    && facet.values() != null
                    && facet.values().size() <= MOST_VALUES
                    && isCount(facet.others()));
            for (ValueAnswer value : facet.values()) {
                require(value != null && isCount(value.nodes()));
                require(value.value() == null || value.value().length() <= MAX_TEXT);
                require(!entry.getKey().equals(NodeField.PRICE.wire()) || FacetSum.isBand(value.value()));
            }
        }
    }

    private static boolean isCount(long nodes) {
        return nodes >= 0 && nodes <= MOST_NODES;
    }

    private static void require(boolean so) throws PeerFault {
        if (!so) {
            throw new PeerFault(Reason.MALFORMED);
        }
    }
}
