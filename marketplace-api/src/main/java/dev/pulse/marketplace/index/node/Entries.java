package dev.pulse.marketplace.index.node;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.schemas.convert.States;
import java.util.Optional;

/** Makes entries of records. */
public final class Entries {
    /** Longest text of a node's own, in UTF-16 units: four times what heartbeats may have. */
    private static final int MAX_TEXT = 1_024;

    private Entries() {}

    /**
     * Empty for a record whose node id or account has not the form of one, or with a text that is longer than any: nothing
     * of ours writes those.
     */
    public static Optional<NodeEntry> of(NodeState state) {
        if (!NodeId.isValid(state.getNodeId())
                || !Account.isImplicit(state.getAccount())
                || !fits(state.getHostname())
                || !fits(state.getMyceliumIp())
                || state.getOffer() != null && !fits(state.getOffer().getListingId())) {
            return Optional.empty();
        }
        return Optional.of(new NodeEntry(
                state.getNodeId(),
                new Account(state.getAccount()),
                States.liveness(state.getLiveness()),
                States.lifecycle(state.getLifecycle()),
                state.getRegion(),
                state.getSequence(),
                state.getSince().getEpochSecond(),
                state.getFirstSeen().getEpochSecond(),
                state.getLastSeen().getEpochSecond(),
                state.getLastTimestamp(),
                state.getFlaps(),
                state.getOnlineMs(),
                state.getObservedMs(),
                state.getLegacy(),
                state.getHostname(),
                state.getMyceliumIp(),
                state.getVersion(),
                state.getUptimeS() == null ? Capacity.UNSAID : state.getUptimeS(),
                state.getRunningVms() == null ? Capacity.UNSAID : state.getRunningVms(),
                HeartbeatRecords.capacity(state.getCapacity()),
                HeartbeatRecords.location(state.getLocation()),
                HeartbeatRecords.gpus(state.getGpus()),
                Terms.of(state),
                state.getWrittenAt().getEpochSecond()));
    }

    private static boolean fits(String text) {
        return text == null || text.length() <= MAX_TEXT;
    }
}
