package dev.pulse.domain.proof;

import dev.pulse.domain.proof.Chain.Listing;
import dev.pulse.domain.proof.Chain.Registration;
import dev.pulse.domain.proof.Chain.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The ties of one chain, between those of its links that are there. */
final class Ties {
    private final PaperReader reader;
    private final List<Tie> all = new ArrayList<>();

    Ties(PaperReader reader, Chain chain) {
        this.reader = reader;
        Word heartbeat =
                read(Paper.HEARTBEAT, chain.heartbeat(), "node_id", chain.nodeId(), "The heartbeat is this node's.");
        Word pairing = read(Paper.PAIRING, chain.pairing(), "node_id", chain.nodeId(), "The pairing is this node's.");
        Registration registration = chain.registration();
        if (registration != null) {
            registered(chain.nodeId(), registration, heartbeat, pairing);
        } else if (heartbeat != null && pairing != null) {
            tie(
                    "heartbeat.account = pairing.account",
                    heartbeat.account(),
                    pairing.account(),
                    "The key that signs its heartbeats is the one that was paired.");
        }
        if (chain.listing() != null) {
            offered(chain.nodeId(), chain.listing(), registration);
            if (chain.reservations() != null) {
                rented(chain.reservations(), chain.listing());
            }
        }
    }

    List<Tie> all() {
        return all;
    }

    private void registered(String nodeId, Registration registration, Word heartbeat, Word pairing) {
        tie("registration.node_id = node_id", registration.nodeId(), nodeId, "The ledger's entry is this node's.");
        if (heartbeat != null) {
            tie(
                    "heartbeat.account = registration.identity",
                    heartbeat.account(),
                    registration.identity(),
                    "The key that signs its heartbeats is the one that the ledger has for it.");
        }
        if (pairing != null) {
            tie(
                    "pairing.account = registration.identity",
                    pairing.account(),
                    registration.identity(),
                    "The key that was paired is the one that the ledger has for it.",
                    rotated(registration));
            tie(
                    "pairing.farmer = registration.owner",
                    pairing.farmer(),
                    registration.owner(),
                    "The farmer whom the pairing names owns the farm that the node is in.");
            if (pairing.farmId() != null) {
                tie(
                        "pairing.farm_id = registration.farm_id",
                        pairing.farmId(),
                        registration.farmId(),
                        "The farm that the pairing names is the one that the node is in.");
            }
        }
    }

    private void offered(String nodeId, Listing listing, Registration registration) {
        tie("listing.node_id = node_id", listing.nodeId(), nodeId, "The offer is of this node.");
        tie("listing.open = true", listing.open(), true, "The offer stands.");
        if (registration != null) {
            tie(
                    "listing.identity = registration.identity",
                    listing.identity(),
                    registration.identity(),
                    "It was offered under the key that the ledger has for it.",
                    rotated(registration));
            tie(
                    "listing.farm_id = registration.farm_id",
                    listing.farmId(),
                    registration.farmId(),
                    "It was offered from the farm that it is in.");
            tie(
                    "listing.farmer = registration.owner",
                    listing.farmer(),
                    registration.owner(),
                    "Who earns by the offer owns the farm.");
        }
        Word proof = read(
                Paper.LISTING_PROOF,
                listing.proof(),
                "listing.node_id",
                listing.nodeId(),
                "The signed pairing in the offer is of the node that is offered.");
        if (proof != null) {
            tie(
                    "listing.proof.account = listing.identity",
                    proof.account(),
                    listing.identity(),
                    "The signed pairing in the offer names the key that it was offered under.");
            tie(
                    "listing.proof.farmer = listing.farmer",
                    proof.farmer(),
                    listing.farmer(),
                    "The signed pairing in the offer names the farmer who earns by it.");
            if (proof.operator() != null) {
                tie(
                        "listing.proof.operator = listing.operator",
                        proof.operator(),
                        listing.operator(),
                        "The signed pairing in the offer was meant for the operator who made it.");
            }
        }
    }

    private void rented(List<Reservation> reservations, Listing listing) {
        each(
                "reservations.listing_id = listing.listing_id",
                reservations,
                Reservation::listingId,
                listing.listingId(),
                "Every reservation is of this offer.");
        each(
                "reservations.node_id = listing.node_id",
                reservations,
                Reservation::nodeId,
                listing.nodeId(),
                "Every reservation is of this node.");
        each(
                "reservations.farmer = listing.farmer",
                reservations,
                Reservation::farmer,
                listing.farmer(),
                "Every reservation pays the farmer of the offer.");
        each("reservations.open = true", reservations, Reservation::open, true, "Every reservation still holds.");
        long different =
                reservations.stream().map(Reservation::reservationId).distinct().count();
        tie(
                "reservations.reservation_id differ",
                different,
                (long) reservations.size(),
                "No reservation is counted twice.");
        long held = reservations.stream().mapToLong(Reservation::slices).sum();
        all.add(new Tie(
                "reservations.slices <= listing.slices",
                Long.toString(held),
                Integer.toString(listing.slices()),
                held <= listing.slices(),
                "Together they hold no more slices than are offered.",
                null));
    }

    /** A document, tied to the node that it must be of; null where it is not there or can't be read. */
    private Word read(Paper paper, Signed signed, String other, String nodeId, String says) {
        if (signed == null) {
            return null;
        }
        String name = paper.wire() + ".node_id = " + other;
        return switch (reader.read(paper, signed.payload())) {
            case PaperReader.Result.Read read -> {
                tie(name, read.word().nodeId(), nodeId, says);
                yield read.word();
            }
            case PaperReader.Result.Refused refused -> {
                all.add(new Tie(name, "unreadable", nodeId, false, says, null));
                yield null;
            }
        };
    }

    /** One tie for many: where one of them differs, it shows that one. */
    private void each(
            String name,
            List<Reservation> reservations,
            Function<Reservation, Object> field,
            Object right,
            String says) {
        Object left = reservations.stream()
                .map(field)
                .filter(value -> !value.equals(right))
                .findFirst()
                .orElse(right);
        tie(name, left, right, says);
    }

    /** Why a key that counted once may differ from the one that counts now; null where none was changed. */
    private static String rotated(Registration registration) {
        int times = registration.rotations();
        return times <= 0
                ? null
                : "The ledger has changed the node's key " + (times == 1 ? "once" : times + " times")
                        + " since it was registered, so that an earlier one may stand here.";
    }

    private void tie(String name, Object left, Object right, String says) {
        tie(name, left, right, says, null);
    }

    /** @param excuse what explains a difference; null for nothing */
    private void tie(String name, Object left, Object right, String says, String excuse) {
        boolean ok = left.equals(right);
        all.add(new Tie(name, left.toString(), right.toString(), ok, says, ok ? null : excuse));
    }
}
