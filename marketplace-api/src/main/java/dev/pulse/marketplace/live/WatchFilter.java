package dev.pulse.marketplace.live;

import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import java.util.Set;

/**
 * Which transitions a watcher wants. An empty set is no condition; all that are none must hold.
 *
 * @param regions any of these
 * @param nodeIds any of these
 * @param liveness any of these after it
 * @param lifecycle any of these after it
 * @param causes any of these
 * @param owners nodes of any of these farmers' accounts
 * @param countries nodes in any of these, in upper case
 */
public record WatchFilter(
        Set<String> regions,
        Set<String> nodeIds,
        Set<LivenessState> liveness,
        Set<LifecycleStage> lifecycle,
        Set<EventCause> causes,
        Set<String> owners,
        Set<String> countries) {
    public WatchFilter {
        regions = Set.copyOf(regions);
        nodeIds = Set.copyOf(nodeIds);
        liveness = Set.copyOf(liveness);
        lifecycle = Set.copyOf(lifecycle);
        causes = Set.copyOf(causes);
        owners = Set.copyOf(owners);
        countries = Set.copyOf(countries);
    }

    /** By region and node alone. */
    public WatchFilter(Set<String> regions, Set<String> nodeIds) {
        this(regions, nodeIds, Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** What the event says itself comes first: the node is looked up last, and once for all watchers. */
    boolean test(LiveEvent event) {
        return takes(regions, event.region())
                && takes(nodeIds, event.nodeId())
                && takes(liveness, event.liveness())
                && takes(lifecycle, event.lifecycle())
                && takes(causes, event.cause())
                && (owners.isEmpty() || owners.contains(event.whose().farmer()))
                && (countries.isEmpty() || countries.contains(event.whose().country()));
    }

    private static <T> boolean takes(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
