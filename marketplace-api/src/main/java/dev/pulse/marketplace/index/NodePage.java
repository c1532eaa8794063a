package dev.pulse.marketplace.index;

import dev.pulse.marketplace.index.node.NodeEntry;
import java.util.List;

/**
 * One page of nodes.
 *
 * @param nodes those that match, by node id
 * @param nextAfter the node id after which the next page begins; null when there is nothing left
 */
public record NodePage(List<NodeEntry> nodes, String nextAfter) {}
