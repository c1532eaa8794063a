package dev.pulse.marketplace.rent;

import dev.pulse.domain.life.LifeRule;
import dev.pulse.ledger.contract.Reservation;
import java.util.Set;

/** What the ledger says of a reservation, beside what the lifecycle stream says of its node. */
final class Comparison {
    /** What brings the two together again. */
    enum Step {
        /** They agree, or nothing is to be done about it yet. */
        NONE,
        /** Its time is over: the ledger is told, so that the farmer is paid. */
        SETTLE,
        /** The lifecycle stream is told that the ledger has it. */
        CONFIRM,
        /** The lifecycle stream is told that the ledger has closed it. */
        FORGET
    }

    /**
     * What the lifecycle stream says of a node.
     *
     * @param listingId its offer on the ledger, or null
     * @param held names of the reservations that it has
     */
    record Node(String listingId, Set<String> held) {
        /** Keeps a copy. */
        Node {
            held = Set.copyOf(held);
        }
    }

    private Comparison() {}

    /**
     * Compares.
     *
     * @param now unix milliseconds
     */
    static Step of(Reservation onLedger, Node node, long now) {
        boolean held = node.held().contains(onLedger.reservationId());
        if (!onLedger.open()) {
            return held ? Step.FORGET : Step.NONE;
        }
        if (onLedger.until() <= now) {
            return Step.SETTLE;
        }
        // As long as a promise lasts, whoever made the reservation may be about to say so.
        boolean lost = !held && onLedger.from() + LifeRule.PROMISE_MS <= now;
        return lost && onLedger.listingId().equals(node.listingId()) ? Step.CONFIRM : Step.NONE;
    }
}
