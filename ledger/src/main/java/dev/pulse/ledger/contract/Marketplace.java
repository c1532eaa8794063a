package dev.pulse.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Listing.Proof;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is offered and rented. Safe for several threads; calls block. */
public final class Marketplace {
    /** The contract's account. */
    public static final String ACCOUNT = "marketplace.dev.hero";

    private final LedgerClient ledger;

    /** The contract on this ledger. */
    public Marketplace(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** The open listing of a node. */
    public Optional<Listing> listingOf(String nodeId) throws LedgerException, InterruptedException {
        Answer answer = ask("listing_of", Map.of("node_id", nodeId));
        return answer.isNull() ? Optional.empty() : Optional.of(listing(answer));
    }

    /** All listings, in the order in which they were made. */
    public Page<Listing> listings(String after) throws LedgerException, InterruptedException {
        return ask("listings", Hosting.paged(Map.of(), after)).page(Marketplace::listing);
    }

    /** All listings of a node, closed ones too, in the order in which they were made. */
    public Page<Listing> listingsOf(String nodeId, String after) throws LedgerException, InterruptedException {
        return ask("listings_of", Hosting.paged(Map.of("node_id", nodeId), after))
                .page(Marketplace::listing);
    }

    /** A note of an account's, if it has one of that name. */
    public Optional<Note> note(String account, String key) throws LedgerException, InterruptedException {
        Answer answer = ask("note_get", Map.of("account_id", account, "key", key));
        return answer.isNull() ? Optional.empty() : Optional.of(note(answer));
    }

    /** All notes of an account, by their names. */
    public Page<Note> notes(String account, String after) throws LedgerException, InterruptedException {
        return ask("notes", Hosting.paged(Map.of("account_id", account), after)).page(Marketplace::note);
    }

    /**
     * Keeps a note, in place of the one before.
     *
     * @param key lower-case letters, digits, hyphens and slashes, 1 to 128
     * @param value at most 16,384 characters; null and the note goes
     */
    public void keep(TransactionSigner by, String key, String value) throws LedgerException, InterruptedException {
        Map<String, Object> arguments = new HashMap<>(Map.of("key", key));
        arguments.put("value", value);
        call(by, "note_put", arguments);
    }

    /** A reservation, if there is one of that name. */
    public Optional<Reservation> reservation(String reservationId) throws LedgerException, InterruptedException {
        return found(ask("reservation_get", Map.of("reservation_id", reservationId)));
    }

    /** What a request made, if it made anything. */
    public Optional<Reservation> reservationOfRequest(Account caller, String requestId)
            throws LedgerException, InterruptedException {
        return found(ask("reservation_of_request", Map.of("caller", caller.hex(), "request_id", requestId)));
    }

    /** All reservations, in the order in which they were made. */
    public Page<Reservation> reservations(String after) throws LedgerException, InterruptedException {
        return ask("reservations", Hosting.paged(Map.of(), after)).page(Marketplace::reservation);
    }

    /** Somebody's reservations. */
    public Page<Reservation> reservationsOf(Account renter, String after) throws LedgerException, InterruptedException {
        return ask("reservations_of", Hosting.paged(Map.of("renter", renter.hex()), after))
                .page(Marketplace::reservation);
    }

    /** What holds slices of a listing. */
    public Page<Reservation> reservationsOn(String listingId, String after)
            throws LedgerException, InterruptedException {
        return ask("reservations_on", Hosting.paged(Map.of("listing_id", listingId), after))
                .page(Marketplace::reservation);
    }

    /**
     * What a farmer was paid, in the order in which he was.
     *
     * @param since unix milliseconds, 0 or more; does not count where {@code after} is given
     * @param after what the page before named as the next, or null
     */
    public Page<Payment> paymentsTo(Account farmer, long since, String after)
            throws LedgerException, InterruptedException {
        String from = after == null ? String.format(Locale.ROOT, "%015d", since) : after;
        return ask("payments_to", Hosting.paged(Map.of("farmer", farmer.hex()), from))
                .page(Marketplace::payment);
    }

    /** What runs on a farmer's nodes, in the order in which it was reserved. */
    public Page<Payment> runningFor(Account farmer, String after) throws LedgerException, InterruptedException {
        return ask("running_for", Hosting.paged(Map.of("farmer", farmer.hex()), after))
                .page(Marketplace::payment);
    }

    /**
     * Offers a node.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned, not 0
     * @param template the pricing template that this price follows, or null
     * @param proof the node's signed pairing with the farmer, or the farmer's word for it
     */
    public Listing list(
            TransactionSigner operator,
            String nodeId,
            Account farmer,
            long pricePerHour,
            int slices,
            String template,
            Proof proof)
            throws LedgerException, InterruptedException {
        Map<String, Object> arguments = priced(pricePerHour, template);
        arguments.put("node_id", nodeId);
        arguments.put("farmer", farmer.hex());
        arguments.put("slices", slices);
        arguments.put("proof", Map.of("payload", proof.payload(), "signature", proof.signature()));
        return listing(call(operator, "createV3Listing", arguments));
    }

    /** Changes what an offer costs from now on. */
    public Listing price(TransactionSigner by, String listingId, long pricePerHour, String template)
            throws LedgerException, InterruptedException {
        Map<String, Object> arguments = priced(pricePerHour, template);
        arguments.put("listing_id", listingId);
        return listing(call(by, "listing_price", arguments));
    }

    private static Map<String, Object> priced(long pricePerHour, String template) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("price_per_hour", Long.toUnsignedString(pricePerHour));
        if (template != null) {
            arguments.put("template", template);
        }
        return arguments;
    }

    /** Takes an offer back. */
    public Listing close(TransactionSigner by, String listingId) throws LedgerException, InterruptedException {
        return listing(call(by, "listing_close", Map.of("listing_id", listingId)));
    }

    /**
     * Rents slices.
     *
     * @param by the renter, or an operator whom the renter allowed to spend as much
     * @param requestId the same again is the same reservation
     */
    public Reservation reserve(
            TransactionSigner by, String listingId, Account renter, int slices, int hours, String requestId)
            throws LedgerException, InterruptedException {
        return reservation(call(
                by,
                "createReservation",
                Map.of(
                        "listing_id", listingId,
                        "renter", renter.hex(),
                        "slices", slices,
                        "hours", hours,
                        "request_id", requestId)));
    }

    /** Gives rented slices back; one that was given back already stays so. */
    public Reservation release(TransactionSigner by, String reservationId)
            throws LedgerException, InterruptedException {
        return reservation(call(by, "releaseReservation", Map.of("reservation_id", reservationId)));
    }

    private Answer ask(String method, Map<String, ?> arguments) throws LedgerException, InterruptedException {
        return new Answer(method, ledger.view(ACCOUNT, method, arguments).value());
    }

    private Answer call(TransactionSigner who, String method, Map<String, ?> arguments)
            throws LedgerException, InterruptedException {
        return new Answer(
                method,
                ledger.call(who, who.key().hex(), ACCOUNT, method, arguments, BigInteger.ZERO)
                        .value());
    }

    /**
     * A listing, as {@code listing_of} writes it; empty for null.
     *
     * @throws Unreachable naming the field that is not what it should be
     */
    public static Optional<Listing> readListing(JsonNode answer) throws Unreachable {
        Answer listing = new Answer("listing_of", answer);
        return listing.isNull() ? Optional.empty() : Optional.of(listing(listing));
    }

    /**
     * Reservations, as {@code reservations_on} writes them.
     *
     * @throws Unreachable naming the field that is not what it should be
     */
    public static Page<Reservation> readReservations(JsonNode answer) throws Unreachable {
        return new Answer("reservations_on", answer).page(Marketplace::reservation);
    }

    private static Listing listing(Answer answer) throws Unreachable {
        Answer proof = answer.object("proof");
        return new Listing(
                answer.text("listing_id"),
                answer.text("node_id"),
                answer.account("identity"),
                answer.text("farm_id"),
                answer.account("farmer"),
                answer.text("operator"),
                answer.unsigned("price_per_hour"),
                answer.small("slices"),
                answer.field("template").textValue(),
                answer.number("created_at"),
                answer.flag("open"),
                new Proof(proof.text("payload"), proof.text("signature")));
    }

    private static Payment payment(Answer answer) throws Unreachable {
        boolean open = answer.flag("open");
        return new Payment(
                answer.text("reservation_id"),
                answer.text("node_id"),
                answer.small("slices"),
                Answer.amount("hourly", answer.field("hourly")),
                Answer.amount("amount", answer.field("amount")),
                answer.number("from"),
                answer.number("until"),
                open ? 0 : answer.number("ended_at"),
                open ? null : Answer.amount("earned", answer.field("earned")));
    }

    private static Note note(Answer answer) throws Unreachable {
        return new Note(answer.text("key"), answer.text("value"));
    }

    private static Optional<Reservation> found(Answer answer) throws Unreachable {
        return answer.isNull() ? Optional.empty() : Optional.of(reservation(answer));
    }

    private static Reservation reservation(Answer answer) throws Unreachable {
        return new Reservation(
                answer.text("reservation_id"),
                answer.text("request_id"),
                answer.text("listing_id"),
                answer.text("node_id"),
                answer.account("farmer"),
                answer.account("renter"),
                answer.text("operator"),
                answer.small("slices"),
                answer.small("hours"),
                Answer.amount("amount", answer.field("amount")),
                answer.number("from"),
                answer.number("until"),
                answer.flag("open"),
                answer.field("earned").isMissingNode() ? null : Answer.amount("earned", answer.field("earned")));
    }
}
