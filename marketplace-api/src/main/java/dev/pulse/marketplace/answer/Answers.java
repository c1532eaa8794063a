package dev.pulse.marketplace.answer;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.answer.NodeAnswer.CapacityAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.GpuAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.LocationAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.TermsAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.WindowAnswer;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.Terms;
import dev.pulse.schemas.NodeEvent;
import java.time.Instant;
import java.util.Locale;

/** Answers of what the explorer holds. */
public final class Answers {
    private Answers() {}

    /** A name of an enumeration as answers spell it; null stays null. */
    public static String word(Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** Unix seconds; null stays null. */
    public static Long seconds(Instant at) {
        return at == null ? null : at.getEpochSecond();
    }

    /** Percent to two decimals, rounded down; null where nothing was observed. */
    public static Double percent(Uptime uptime) {
        int hundredths = uptime.hundredths();
        return hundredths == Uptime.UNSAID ? null : (Double) (hundredths / 100.0);
    }

    /** A node. */
    public static NodeAnswer node(NodeEntry node) {
        return node(node, null);
    }

    /**
     * A node with what its uptime was in some days.
     *
     * @param lately null where they were not asked about
     */
    public static NodeAnswer node(NodeEntry node, WindowAnswer lately) {
        return new NodeAnswer(
                node.nodeId(),
                node.account().hex(),
                word(node.liveness()),
                word(node.lifecycle()),
                node.region(),
                node.sequence(),
                node.since(),
                heard(node, node.firstSeen()),
                heard(node, node.lastSeen()),
                heard(node, node.lastTimestamp()),
                node.flaps(),
                node.onlineMs(),
                node.observedMs(),
                node.legacy(),
                node.hostname(),
                node.myceliumIp(),
                node.version(),
                said(node.uptimeS()),
                said(node.runningVms()),
                capacity(node.capacity()),
                location(node.location()),
                node.gpus().stream()
                        .map(gpu -> new GpuAnswer(gpu.vendor(), gpu.model(), said(gpu.vramGb())))
                        .toList(),
                node.terms() == null ? null : terms(node.terms()),
                node.writtenAt(),
                lately);
    }

    /** Null for a node that was paired and never heard from. */
    private static Long heard(NodeEntry node, long value) {
        return node.heard() ? (Long) value : null;
    }

    private static TermsAnswer terms(Terms terms) {
        Terms.Offering offer = terms.offer();
        Terms.Span maintenance = terms.maintenance();
        return new TermsAnswer(
                terms.farmer(),
                terms.farmId(),
                offer == null ? null : offer.listingId(),
                offer == null ? null : Long.toUnsignedString(offer.pricePerHour()),
                offer == null ? null : offer.template(),
                offer == null ? null : offer.slices(),
                offer == null ? null : terms.free(),
                terms.reservations(),
                maintenance == null ? null : maintenance.from(),
                maintenance == null ? null : maintenance.until(),
                terms.held());
    }

    /** A transition. */
    public static TransitionAnswer transition(NodeEvent event) {
        return new TransitionAnswer(
                event.getNodeId(),
                event.getSequence(),
                event.getAt().getEpochSecond(),
                event.getRegion(),
                word(event.getLivenessBefore()),
                word(event.getLiveness()),
                word(event.getLifecycleBefore()),
                word(event.getLifecycle()),
                word(event.getCause()),
                event.getDetail());
    }

    private static CapacityAnswer capacity(Capacity capacity) {
        return new CapacityAnswer(
                said(capacity.cpuCores()),
                said(capacity.ramGb()),
                said(capacity.diskGb()),
                said(capacity.gpuCount()),
                said(capacity.slicesTotal()),
                said(capacity.slicesUsed()));
    }

    private static LocationAnswer location(Location location) {
        return new LocationAnswer(
                location.country(), location.city(), degrees(location.latitudeE6()), degrees(location.longitudeE6()));
    }

    private static Integer degrees(int e6) {
        return e6 == Location.UNSAID ? null : e6;
    }

    private static Long said(long value) {
        return value == Capacity.UNSAID ? null : value;
    }
}
