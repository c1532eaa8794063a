package dev.pulse.marketplace.index;

import java.util.List;

/**
 * One page of nodes.
 *
 * @param nodes those that match, by node id
 * @param examined how many nodes were looked at to find them
 * @param nextAfter the node id after which the next page begins; null when there is nothing left
 */
public record NodePage(List<NodeEntry> nodes, int examined, String nextAfter) {}
