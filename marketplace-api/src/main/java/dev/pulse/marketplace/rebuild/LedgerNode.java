package dev.pulse.marketplace.rebuild;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.marketplace.note.NodeNote;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the ledger knows of a node that was paired here.
 *
 * @param registered what hosting says of it now
 * @param note what the operator noted
 * @param listing its open listing of this operator, or null
 * @param reservations what holds slices of that
 */
record LedgerNode(RegisteredNode registered, NodeNote note, Listing listing, List<Reservation> reservations) {
    /** What the lifecycle stream must be told, in this order. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        commands.add(new Command.Pair(ownership()));
        if (listing != null) {
            commands.add(new Command.Publish(listing.farmer(), offer()));
            reservations.forEach(reservation -> commands.add(new Command.Reserve(hold(reservation))));
        }
        if (note.retired()) {
            commands.add(new Command.Retire());
        }
        return commands;
    }

    /** By hosting, with the word that was noted where it is of the same farm and under the same account. */
    private Ownership ownership() {
        Ownership noted = note.ownership();
        Account owner = registered.owner();
        boolean same = noted.farmer().equals(owner)
                && noted.farmId().equals(registered.farmId())
                && noted.identity().equals(registered.identity());
        return same ? noted : new Ownership(owner, registered.farmId(), registered.identity(), noted.signedAt(), null);
    }

    private Offer offer() {
        return new Offer(
                listing.listingId(),
                listing.operator(),
                listing.pricePerHour(),
                listing.slices(),
                listing.template(),
                listing.createdAt());
    }

    private static Hold hold(Reservation reservation) {
        return new Hold(
                reservation.requestId(),
                reservation.reservationId(),
                reservation.renter(),
                reservation.slices(),
                reservation.hours(),
                reservation.from(),
                reservation.until());
    }
}
