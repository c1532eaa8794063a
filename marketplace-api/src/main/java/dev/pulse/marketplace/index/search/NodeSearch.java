package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.node.Point;
import java.util.List;
import java.util.Set;

/**
 * A search.
 *
 * @param filter which nodes are asked for
 * @param sort in which order
 * @param after where the page begins: behind this place; null for the first page
 * @param size nodes on the page at most, 1 or more
 * @param sample null, or what makes a random choice in the place of a page: the same number, the same nodes, as long as they match
 * @param count whether the exact number of matches is wanted
 * @param facets fields whose values are to be counted among the matches
 */
public record NodeSearch(
        NodeFilter filter, Sort sort, Place after, int size, Long sample, boolean count, Set<NodeField> facets) {
    public NodeSearch {
        facets = Set.copyOf(facets);
    }

    /** The same from another place on; from the first node where it is null. */
    public NodeSearch behind(Place place) {
        return new NodeSearch(filter, sort, place, size, sample, count, facets);
    }

    /** A page by node id. */
    public static NodeSearch byId(NodeFilter filter, String after, int size) {
        Place place = after.isEmpty() ? null : new Place(0, null, after);
        return new NodeSearch(filter, Sort.BY_ID, place, size, null, false, Set.of());
    }

    /**
     * An order of nodes: by a field, and by node id where that is the same, both in one direction. Nodes that do not say come
     * last in either.
     *
     * @param down from the largest to the smallest
     * @param from what {@link NodeField#DISTANCE} is measured from; null for other fields
     */
    public record Sort(NodeField field, boolean down, Point from) {
        /** By node id. */
        public static final Sort BY_ID = new Sort(NodeField.NODE_ID, false, null);

        /** The place of a node. */
        public Place place(NodeEntry node) {
            return switch (field.kind()) {
                case NUMBER -> new Place(field.number(node), null, node.nodeId());
                case DISTANCE ->
                    new Place(
                            from.centimetresTo(
                                    node.location().latitudeE6(),
                                    node.location().longitudeE6()),
                            null,
                            node.nodeId());
                case WORD, WORDS, NAME -> {
                    List<String> words = field == NodeField.NODE_ID ? List.of() : field.words(node);
                    yield new Place(0, words.isEmpty() ? null : words.getFirst(), node.nodeId());
                }
            };
        }
    }

    /**
     * A place in an order, which stays where it is when the node that it was made of changes or goes.
     *
     * @param number what that node had in the field, if it is one of numbers
     * @param text the same for texts; null when it did not say, and where the order is by node id alone
     * @param nodeId its id
     */
    public record Place(long number, String text, String nodeId) {}
}
