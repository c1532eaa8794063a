package dev.pulse.marketplace.index.search;

import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import java.util.List;
import java.util.Map;

/**
 * What a search found, all of one moment.
 *
 * @param nodes the page, in order
 * @param lately the uptime of each of them in the days that were asked about; null where none were
 * @param next where the next page begins; null when there is nothing left
 * @param examined how many nodes were looked at one by one; the others were decided by column
 * @param count how many nodes match; null where it was not asked for
 * @param facets by field, how many of the matches have which value
 */
public record NodeFound(
        List<NodeEntry> nodes,
        List<Uptime> lately,
        NodeSearch.Place next,
        int examined,
        Long count,
        Map<NodeField, Facet> facets) {
    /**
     * Values of a field.
     *
     * @param values the most frequent ones
     * @param others how many nodes have another; a node with several values counts for each
     */
    public record Facet(List<Value> values, long others) {}

    /**
     * A value and how often it is there.
     *
     * @param value the text; null for nodes that do not say
     * @param nodes how many have it, 1 or more
     */
    public record Value(String value, long nodes) {}
}
