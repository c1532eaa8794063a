package dev.pulse.marketplace.live;

import java.util.Set;

/**
 * Which transitions a watcher wants. An empty set is no condition.
 *
 * @param regions any of these
 * @param nodeIds any of these
 */
public record WatchFilter(Set<String> regions, Set<String> nodeIds) {
    public WatchFilter {
        regions = Set.copyOf(regions);
        nodeIds = Set.copyOf(nodeIds);
    }

    boolean test(LiveEvent event) {
        return (regions.isEmpty() || regions.contains(event.region()))
                && (nodeIds.isEmpty() || nodeIds.contains(event.nodeId()));
    }
}
