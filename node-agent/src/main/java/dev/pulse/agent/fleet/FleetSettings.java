package dev.pulse.agent.fleet;

import dev.pulse.domain.account.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a fleet is.
 *
 * @param nodes how many nodes, from 1 to {@value #MAX_NODES}
 * @param interval the interval that every node keeps, from 1 s; empty to follow the server's {@code next_heartbeat_s}
 * @param rampUp the first heartbeats are spread over this long, at most one interval
 * @param prefix what node ids begin with; the number follows
 * @param regions the regions, dealt out in turn; empty for nodes that name none
 * @param audience the network to sign for, or null
 * @param rates the extras
 * @param maxInFlight most POSTs under way at once, from 1
 */
public record FleetSettings(
        int nodes,
        Optional<Duration> interval,
        Duration rampUp,
        String prefix,
        List<String> regions,
        String audience,
        FleetRates rates,
        int maxInFlight) {
    /** Most nodes in one process. */
    public static final int MAX_NODES = 1_000_000;

    /** The interval until the server names one. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException with a sentence about the value that does not fit */
    public FleetSettings {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("a fleet has 1 to " + MAX_NODES + " nodes, not " + nodes);
        }
        if (interval.isPresent() && interval.get().compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "an interval is at least 1s, since timestamps are whole seconds and must increase");
        }
        if (rampUp.isNegative()) {
            throw new IllegalArgumentException("a ramp-up is not negative");
        }
        if (!NodeId.isValid(prefix + nodeNumber(nodes))) {
            throw new IllegalArgumentException("with the prefix '" + prefix + "' a node id would be '" + prefix
                    + nodeNumber(nodes) + "', which is not of the form [a-z0-9][a-z0-9-]{0,63}");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("at least one POST must be allowed in flight");
        }
        regions = List.copyOf(regions);
    }

    /** Good heartbeats alone, with an interval of the fleet's own. */
    public static FleetSettings of(int nodes, Duration interval, List<String> regions) {
        return new FleetSettings(nodes, Optional.of(interval), interval, "node-", regions, null, FleetRates.NONE, 256);
    }

    /** The same with other extras. */
    public FleetSettings withRates(FleetRates other) {
        return new FleetSettings(nodes, interval, rampUp, prefix, regions, audience, other, maxInFlight);
    }

    /** The same with the first heartbeats spread over another time. */
    public FleetSettings withRampUp(Duration other) {
        return new FleetSettings(nodes, interval, other, prefix, regions, audience, rates, maxInFlight);
    }

    /** The same for another network. */
    public FleetSettings withAudience(String other) {
        return new FleetSettings(nodes, interval, rampUp, prefix, regions, other, rates, maxInFlight);
    }

    /** The id of a node, for example {@code node-0001}; stable when the fleet grows. */
    String nodeId(int index) {
        return prefix + nodeNumber(index + 1);
    }

    private static String nodeNumber(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
