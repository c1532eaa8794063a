package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.NodeAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.federation.PeerFault.Reason;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * One explorer's page of a search.
 *
 * @param name the peer's; {@link #SELF} for this explorer
 * @param prior the place that it goes on behind; null for its first page
 * @param items its nodes, in the order of the search
 * @param more whether it has more behind them
 * @param answer all it said
 */
record Side(String name, Place prior, List<Item> items, boolean more, NodesAnswer answer) {
    /** The name of this explorer, which is no peer's. */
    static final String SELF = "";

    /**
     * A node.
     *
     * @param answer as its explorer says it
     * @param entry the same as the index has it
     * @param place where it stands
     */
    record Item(NodeAnswer answer, NodeEntry entry, Place place) {
        /** Whether this is a later state of the same node than another explorer has: the node's own clock decides first. */
        boolean newerThan(NodeEntry other) {
            if (entry.lastTimestamp() != other.lastTimestamp()) {
                return entry.lastTimestamp() > other.lastTimestamp();
            }
            return entry.writtenAt() != other.writtenAt()
                    ? entry.writtenAt() > other.writtenAt()
                    : entry.sequence() > other.sequence();
        }
    }

    /** @throws PeerFault for nodes that are none */
    static Side of(String name, Place prior, NodesAnswer answer, MergeOrder order) throws PeerFault {
        if (answer == null || answer.nodes() == null) {
            throw new PeerFault(Reason.MALFORMED);
        }
        List<Item> items = new ArrayList<>();
        for (NodeAnswer node : answer.nodes()) {
            NodeEntry entry = PeerNodes.entry(node);
            items.add(new Item(node, entry, order.place(entry)));
        }
        return new Side(name, prior, List.copyOf(items), answer.nextCursor() != null, answer);
    }

    /** This explorer's own. */
    static Side own(Place prior, NodesAnswer answer, NodeSearch search) {
        try {
            return of(SELF, prior, answer, new MergeOrder(search));
        } catch (PeerFault fault) {
            throw new IllegalStateException(
                    "this explorer's own page is " + fault.reason().wire(), fault);
        }
    }

    boolean isOwn() {
        return name.equals(SELF);
    }
}
