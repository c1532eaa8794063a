package dev.pulse.marketplace.index;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.schemas.convert.States;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Makes entries of records, holding texts that many nodes share once. For one thread. */
final class Entries {
    /** Texts that are shared at most: countries, cities, versions and regions of a large grid are far fewer. */
    private static final int MAX_SHARED = 20_000;

    private final Map<Object, Object> shared = new HashMap<>();

    /** Empty for a record whose node id or account has not the form of one: nothing of ours writes those. */
    Optional<NodeEntry> of(NodeState state) {
        if (!NodeId.isValid(state.getNodeId()) || !Account.isImplicit(state.getAccount())) {
            return Optional.empty();
        }
        return Optional.of(new NodeEntry(
                state.getNodeId(),
                HexFormat.of().parseHex(state.getAccount()),
                States.liveness(state.getLiveness()),
                States.lifecycle(state.getLifecycle()),
                share(state.getRegion()),
                state.getSequence(),
                state.getSince().toEpochMilli(),
                state.getFirstSeen().toEpochMilli(),
                state.getLastSeen().toEpochMilli(),
                state.getLastTimestamp(),
                state.getFlaps(),
                state.getOnlineMs(),
                state.getObservedMs(),
                state.getLegacy(),
                state.getHostname(),
                state.getMyceliumIp(),
                share(state.getVersion()),
                state.getUptimeS() == null ? Capacity.UNSAID : state.getUptimeS(),
                state.getRunningVms() == null ? Capacity.UNSAID : state.getRunningVms(),
                share(HeartbeatRecords.capacity(state.getCapacity())),
                location(HeartbeatRecords.location(state.getLocation())),
                share(HeartbeatRecords.gpus(state.getGpus())),
                Terms.of(state),
                state.getWrittenAt().toEpochMilli()));
    }

    private Location location(Location location) {
        return new Location(
                share(location.country()), share(location.city()), location.latitudeE6(), location.longitudeE6());
    }

    private <T> T share(T value) {
        if (value == null) {
            return null;
        }
        Object known = shared.get(value);
        if (known != null) {
            @SuppressWarnings("unchecked") // Equal values here are of one class: String, Capacity or List<Gpu>.
            T same = (T) known;
            return same;
        }
        if (shared.size() < MAX_SHARED) {
            shared.put(value, value);
        }
        return value;
    }
}
