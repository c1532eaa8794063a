package dev.pulse.marketplace.hook;

import dev.pulse.domain.account.Account;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody's wish to be told.
 *
 * @param id 24 lower-case hex digits
 * @param account whose it is
 * @param url where
 * @param events of what
 * @param nodeIds of which nodes of his; empty for all of them
 * @param regions of which regions; empty for all of them
 * @param downAfterS how long a node must be offline before he is told, seconds
 * @param createdAt unix seconds
 */
public record Hook(
        String id,
        Account account,
        String url,
        Set<HookEvent> events,
        SortedSet<String> nodeIds,
        SortedSet<String> regions,
        long downAfterS,
        long createdAt) {
    /** Nodes and regions that one names at most. */
    public static final int MOST_NAMED = 50;

    /** Longest {@code downAfterS}: a day. */
    public static final long MOST_DOWN_AFTER_S = 86_400;

    /** What it is where it is not said. */
    public static final long DOWN_AFTER_S = 60;

    public Hook {
        events = Set.copyOf(events);
        nodeIds = new TreeSet<>(nodeIds);
        regions = new TreeSet<>(regions);
    }

    /** Whether it is about this node, as far as names go. */
    boolean names(String nodeId) {
        return nodeIds.isEmpty() || nodeIds.contains(nodeId);
    }

    /** Whether it wants to know this of a region. */
    boolean wants(HookEvent event, String region) {
        return events.contains(event) && (regions.isEmpty() || regions.contains(region));
    }

    /** Whether nodes are watched for it. */
    boolean watchesNodes() {
        return events.contains(HookEvent.NODE_DOWN) || events.contains(HookEvent.NODE_BACK);
    }
}
