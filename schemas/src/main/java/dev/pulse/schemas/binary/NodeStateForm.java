package dev.pulse.schemas.binary;

import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.GpuRecord;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.WindowRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code NodeState}, field by field in the order of its schema. */
final class NodeStateForm implements BinaryForm<NodeState> {
    private static final List<LivenessState> LIVENESS = List.of(LivenessState.values());
    private static final List<LifecycleStage> STAGES = List.of(LifecycleStage.values());

    @Override
    public void write(NodeState record, BinaryOutput out) {
        out.text(record.getNodeId());
        out.text(record.getAccount());
        out.number(LIVENESS.indexOf(record.getLiveness()));
        out.number(STAGES.indexOf(record.getLifecycle()));
        out.text(record.getRegion());
        out.number(record.getSequence());
        out.number(record.getSince().toEpochMilli());
        out.number(record.getFirstSeen().toEpochMilli());
        out.number(record.getLastSeen().toEpochMilli());
        out.number(record.getLastTimestamp());
        out.number(record.getFlaps());
        out.number(record.getOnlineMs());
        out.number(record.getObservedMs());
        out.flag(record.getLegacy());
        out.textOrNull(record.getHostname());
        out.textOrNull(record.getMyceliumIp());
        out.textOrNull(record.getVersion());
        out.numberOrNull(record.getUptimeS());
        out.numberOrNull(record.getRunningVms());
        if (out.isThere(record.getCapacity())) {
            Parts.write(record.getCapacity(), out);
        }
        if (out.isThere(record.getLocation())) {
            Parts.write(record.getLocation(), out);
        }
        Parts.write(record.getGpus(), out);
        out.number(record.getWrittenAt().toEpochMilli());
        if (out.isThere(record.getOwner())) {
            write(record.getOwner(), out);
        }
        if (out.isThere(record.getOffer())) {
            write(record.getOffer(), out);
        }
        write(record.getHolds(), out);
        if (out.isThere(record.getMaintenance())) {
            out.number(record.getMaintenance().getFrom().toEpochMilli());
            out.number(record.getMaintenance().getUntil().toEpochMilli());
        }
    }

    private static void write(OwnerRecord owner, BinaryOutput out) {
        out.text(owner.getFarmer());
        out.text(owner.getFarmId());
        out.text(owner.getIdentity());
        out.number(owner.getSignedAt());
        out.flag(owner.getProved());
    }

    private static void write(OfferRecord offer, BinaryOutput out) {
        out.text(offer.getListingId());
        out.text(offer.getOperator());
        out.number(offer.getPricePerHour());
        out.number(offer.getSlices());
        out.textOrNull(offer.getTemplate());
        out.number(offer.getPublishedAt().toEpochMilli());
    }

    private static void write(List<HoldRecord> holds, BinaryOutput out) {
        if (!holds.isEmpty()) {
            out.number(holds.size());
            for (HoldRecord hold : holds) {
                out.text(hold.getRequestId());
                out.textOrNull(hold.getReservationId());
                out.text(hold.getRenter());
                out.number(hold.getSlices());
                out.number(hold.getHours());
                out.number(hold.getFrom().toEpochMilli());
                out.number(hold.getUntil().toEpochMilli());
            }
        }
        out.number(0);
    }

    /**
     * One by one into variables, which keeps this longer than what C2 makes a part of whoever calls it (325 bytes of byte code, {@code
     * FreqInlineSize}): with all that it calls in turn it is large, and was compiled four times at each start of an explorer.
     */
    @Override
    public NodeState read(BinaryInput in) {
        String nodeId = in.text();
        String account = in.text();
        LivenessState liveness = in.symbol(LIVENESS);
        LifecycleStage lifecycle = in.symbol(STAGES);
        String region = in.text();
        long sequence = in.number();
        Instant since = Instant.ofEpochMilli(in.number());
        Instant firstSeen = Instant.ofEpochMilli(in.number());
        Instant lastSeen = Instant.ofEpochMilli(in.number());
        long lastTimestamp = in.number();
        long flaps = in.number();
        long onlineMs = in.number();
        long observedMs = in.number();
        boolean legacy = in.flag();
        String hostname = in.textOrNull();
        String myceliumIp = in.textOrNull();
        String version = in.textOrNull();
        Long uptimeS = in.numberOrNull();
        Long runningVms = in.numberOrNull();
        CapacityRecord capacity = in.isThere() ? Parts.capacity(in) : null;
        LocationRecord location = in.isThere() ? Parts.location(in) : null;
        List<GpuRecord> gpus = Parts.gpus(in);
        Instant writtenAt = Instant.ofEpochMilli(in.number());
        OwnerRecord owner = in.isThere() ? owner(in) : null;
        OfferRecord offer = in.isThere() ? offer(in) : null;
        List<HoldRecord> holds = holds(in);
        WindowRecord maintenance = in.isThere()
                ? new WindowRecord(Instant.ofEpochMilli(in.number()), Instant.ofEpochMilli(in.number()))
                : null;
        return new NodeState(
                nodeId,
                account,
                liveness,
                lifecycle,
                region,
                sequence,
                since,
                firstSeen,
                lastSeen,
                lastTimestamp,
                flaps,
                onlineMs,
                observedMs,
                legacy,
                hostname,
                myceliumIp,
                version,
                uptimeS,
                runningVms,
                capacity,
                location,
                gpus,
                writtenAt,
                owner,
                offer,
                holds,
                maintenance);
    }

    private static OwnerRecord owner(BinaryInput in) {
        return new OwnerRecord(in.text(), in.text(), in.text(), in.number(), in.flag());
    }

    private static OfferRecord offer(BinaryInput in) {
        return new OfferRecord(
                in.text(),
                in.text(),
                in.number(),
                in.smallNumber(),
                in.textOrNull(),
                Instant.ofEpochMilli(in.number()));
    }

    private static List<HoldRecord> holds(BinaryInput in) {
        List<HoldRecord> holds = new ArrayList<>(0);
        for (int left = in.block(); left != 0; left = in.block()) {
            for (; left > 0; left--) {
                holds.add(new HoldRecord(
                        in.text(),
                        in.textOrNull(),
                        in.text(),
                        in.smallNumber(),
                        in.smallNumber(),
                        Instant.ofEpochMilli(in.number()),
                        Instant.ofEpochMilli(in.number())));
            }
        }
        return holds;
    }
}
