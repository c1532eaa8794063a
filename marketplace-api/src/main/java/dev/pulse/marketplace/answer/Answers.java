package dev.pulse.marketplace.answer;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.marketplace.answer.NodeAnswer.CapacityAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.GpuAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.LocationAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.TermsAnswer;
import dev.pulse.marketplace.index.NodeEntry;
import dev.pulse.marketplace.index.Terms;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.WindowRecord;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

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

    /** A node. */
    public static NodeAnswer node(NodeEntry node) {
        return new NodeAnswer(
                node.nodeId(),
                HexFormat.of().formatHex(node.account()),
                word(node.liveness()),
                word(node.lifecycle()),
                node.region(),
                node.sequence(),
                seconds(node.sinceMs()),
                heard(node, seconds(node.firstSeenMs())),
                heard(node, seconds(node.lastSeenMs())),
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
                seconds(node.writtenAtMs()));
    }

    /** Null for a node that was paired and never heard from. */
    private static Long heard(NodeEntry node, long value) {
        return node.lastTimestamp() < 0 ? null : value;
    }

    private static TermsAnswer terms(Terms terms) {
        boolean offered = terms.listingId() != null;
        WindowRecord window = terms.maintenance();
        return new TermsAnswer(
                terms.farmer(),
                terms.farmId(),
                terms.listingId(),
                offered ? Long.toUnsignedString(terms.pricePerHour()) : null,
                terms.template(),
                offered ? terms.slices() : null,
                offered ? terms.free() : null,
                terms.reservations(),
                window == null ? null : seconds(window.getFrom()),
                window == null ? null : seconds(window.getUntil()));
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

    private static long seconds(long millis) {
        return TimeUnit.MILLISECONDS.toSeconds(millis);
    }
}
