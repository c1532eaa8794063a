package dev.pulse.marketplace.rebuild;

import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Note;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.note.NodeNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ledger knows of the nodes that were paired with one operator's marketplace. Safe for several threads. */
final class LedgerNodes {
    private final Hosting hosting;
    private final Marketplace contract;
    private final String operator;

    /** @param operator the account that noted them */
    LedgerNodes(Hosting hosting, Marketplace contract, String operator) {
        this.hosting = hosting;
        this.contract = contract;
        this.operator = operator;
    }

    /**
     * Names of nodes, in order.
     *
     * @param names at most 100
     * @param next what to ask for after it, or null at the end
     */
    record Names(List<String> names, String next) {}

    /** @param after those after this, null for the first */
    Names names(String after) throws LedgerException, InterruptedException {
        Page<Note> page = contract.notes(operator, after == null ? NodeNote.PREFIX : after);
        List<String> names = page.items().stream()
                .map(Note::key)
                .filter(key -> key.startsWith(NodeNote.PREFIX))
                .map(key -> key.substring(NodeNote.PREFIX.length()))
                .toList();
        // Notes come by their names: with one of another kind, those of nodes are at their end.
        return new Names(names, names.size() == page.items().size() ? page.next() : null);
    }

    /** All of one; empty where hosting knows no such node any more, or the note can't be read. */
    Optional<LedgerNode> find(String nodeId) throws LedgerException, InterruptedException {
        Optional<NodeNote> note =
                contract.note(operator, NodeNote.key(nodeId)).map(Note::value).flatMap(NodeNote::of);
        Optional<RegisteredNode> registered = hosting.node(nodeId);
        if (note.isEmpty() || registered.isEmpty()) {
            return Optional.empty();
        }
        Listing listing = contract.listingOf(nodeId)
                .filter(open -> open.operator().equals(operator))
                .orElse(null);
        return Optional.of(new LedgerNode(
                registered.get(),
                note.get(),
                listing,
                listing == null ? List.of() : reservations(listing.listingId())));
    }

    private List<Reservation> reservations(String listingId) throws LedgerException, InterruptedException {
        List<Reservation> all = new ArrayList<>();
        String after = null;
        do {
            Page<Reservation> page = contract.reservationsOn(listingId, after);
            page.items().stream().filter(Reservation::open).forEach(all::add);
            after = page.next();
        } while (after != null);
        return all;
    }
}
