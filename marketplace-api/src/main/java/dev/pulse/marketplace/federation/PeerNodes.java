package dev.pulse.marketplace.federation;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.NodeAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.CapacityAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.GpuAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.LocationAnswer;
import dev.pulse.marketplace.answer.NodeAnswer.TermsAnswer;
import dev.pulse.marketplace.federation.PeerFault.Reason;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.Terms;
import java.util.ArrayList;
import java.util.List;

/** Nodes of answers as the index has them, so that they can be put in order and held against the conditions. */
final class PeerNodes {
    /** Longest text, in UTF-16 units: as for records of our own. */
    private static final int MAX_TEXT = 1_024;

    private static final int MAX_LATITUDE_E6 = 90_000_000;
    private static final int MAX_LONGITUDE_E6 = 180_000_000;

    private PeerNodes() {}

    /**
     * The node of an answer. Who rents it is not in it.
     *
     * @throws PeerFault for one that no node of ours could have
     */
    static NodeEntry entry(NodeAnswer node) throws PeerFault {
        if (node == null
                || node.nodeId() == null
                || !NodeId.isValid(node.nodeId())
                || node.account() == null
                || !Account.isImplicit(node.account())
                || node.region() == null
                || node.gpus() == null
                || node.capacity() == null
                || node.location() == null) {
            throw malformed();
        }
        return new NodeEntry(
                node.nodeId(),
                new Account(node.account()),
                word(node.status(), Liveness.values()),
                word(node.lifecycle(), LifecycleState.values()),
                text(node.region()),
                node.sequence(),
                node.since(),
                node.firstSeen() == null ? 0 : node.firstSeen(),
                node.lastSeen() == null ? 0 : node.lastSeen(),
                node.lastTimestamp() == null ? -1 : number(node.lastTimestamp()),
                number(node.flaps()),
                number(node.onlineMs()),
                number(node.observedMs()),
                node.legacy(),
                text(node.hostname()),
                text(node.myceliumIp()),
                text(node.version()),
                number(node.uptimeS()),
                number(node.runningVms()),
                capacity(node.capacity()),
                location(node.location()),
                gpus(node.gpus()),
                node.market() == null ? null : terms(node.market()),
                node.writtenAt());
    }

    private static Capacity capacity(CapacityAnswer capacity) throws PeerFault {
        return new Capacity(
                number(capacity.cpuCores()),
                number(capacity.ramGb()),
                number(capacity.diskGb()),
                number(capacity.gpuCount()),
                number(capacity.slicesTotal()),
                number(capacity.slicesUsed()));
    }

    private static Location location(LocationAnswer location) throws PeerFault {
        return new Location(
                text(location.country()),
                text(location.city()),
                degrees(location.latitudeE6(), MAX_LATITUDE_E6),
                degrees(location.longitudeE6(), MAX_LONGITUDE_E6));
    }

    private static List<Gpu> gpus(List<GpuAnswer> answers) throws PeerFault {
        List<Gpu> gpus = new ArrayList<>();
        for (GpuAnswer gpu : answers) {
            if (gpu == null) {
                throw malformed();
            }
            gpus.add(new Gpu(text(gpu.vendor()), text(gpu.model()), number(gpu.vramGb())));
        }
        return gpus;
    }

    private static Terms terms(TermsAnswer terms) throws PeerFault {
        if (terms.farmerAccount() == null || !Account.isImplicit(terms.farmerAccount())) {
            throw malformed();
        }
        return new Terms(
                terms.farmerAccount(),
                text(terms.farmId()),
                terms.listingId() == null ? null : offering(terms),
                number(terms.heldSlices()),
                (int) number(terms.reservations()),
                List.of(),
                terms.maintenanceFrom() == null || terms.maintenanceUntil() == null
                        ? null
                        : new Terms.Span(terms.maintenanceFrom(), terms.maintenanceUntil()));
    }

    private static Terms.Offering offering(TermsAnswer terms) throws PeerFault {
        if (terms.slices() == null || terms.slices() < 0 || terms.pricePerHour() == null) {
            throw malformed();
        }
        try {
            return new Terms.Offering(
                    text(terms.listingId()),
                    Long.parseUnsignedLong(terms.pricePerHour()),
                    text(terms.template()),
                    terms.slices());
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private static <E extends Enum<E>> E word(String word, E[] known) throws PeerFault {
        for (E constant : known) {
            if (Answers.word(constant).equals(word)) {
                return constant;
            }
        }
        throw malformed();
    }

    private static String text(String text) throws PeerFault {
        if (text != null && text.length() > MAX_TEXT) {
            throw malformed();
        }
        return text;
    }

    private static int degrees(Integer e6, int most) throws PeerFault {
        if (e6 != null && Math.abs((long) e6) > most) {
            throw malformed();
        }
        return e6 == null ? Location.UNSAID : e6;
    }

    /** Null is what is not said; nothing is below zero. */
    private static long number(Long value) throws PeerFault {
        if (value == null) {
            return Capacity.UNSAID;
        }
        if (value < 0) {
            throw malformed();
        }
        return value;
    }

    private static long number(long value) throws PeerFault {
        return number(Long.valueOf(value));
    }

    private static PeerFault malformed() {
        return new PeerFault(Reason.MALFORMED);
    }
}
