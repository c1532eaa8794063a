package dev.pulse.agent.fleet;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a fleet has done so far. Exact once the fleet has stopped; before, counts that belong together may be a moment
 * apart.
 *
 * @param nodes nodes in the fleet
 * @param nodesAcknowledged nodes that had at least one good heartbeat answered 202
 * @param killed the nodes that were stopped for good
 * @param elapsed since the start
 * @param inFlight POSTs under way
 * @param waiting nodes that are due and wait for a free place in flight
 * @param kinds by kind, all of them
 * @param malformed {@link Kind#MALFORMED} again, by the way in which it was malformed
 */
public record FleetSummary(
        int nodes,
        int nodesAcknowledged,
        List<String> killed,
        Duration elapsed,
        int inFlight,
        int waiting,
        Map<Kind, KindSummary> kinds,
        Map<MalformedKind, KindSummary> malformed) {
    public FleetSummary {
        killed = List.copyOf(killed);
        kinds = Collections.unmodifiableMap(new EnumMap<>(kinds));
        malformed = Collections.unmodifiableMap(new EnumMap<>(malformed));
    }

    /** One kind. */
    public KindSummary of(Kind kind) {
        return kinds.get(kind);
    }

    /** All kinds together. */
    public KindSummary total() {
        return kinds.values().stream().reduce(KindSummary::plus).orElseThrow();
    }
}
