package dev.pulse.ledger.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.proof.Chain;
import dev.pulse.domain.proof.Signed;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The three questions of a proof chain, and what their answers are in it. Whoever shows a chain and whoever checks it ask
 * the same.
 */
public final class ChainLedger {
    /** Reservations that a chain shows at most: a page of them. */
    public static final int RESERVATIONS = 20;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ChainLedger() {}

    /** What hosting has of a node. */
    public static ViewCall registrationOf(String nodeId) {
        return call(Hosting.ACCOUNT, "node_get", NODES.objectNode().put("node_id", nodeId));
    }

    /** The open offer of a node. */
    public static ViewCall listingOf(String nodeId) {
        return call(Marketplace.ACCOUNT, "listing_of", NODES.objectNode().put("node_id", nodeId));
    }

    /** What holds slices of an offer, the first {@link #RESERVATIONS}. */
    public static ViewCall reservationsOn(String listingId) {
        return call(
                Marketplace.ACCOUNT,
                "reservations_on",
                NODES.objectNode().put("listing_id", listingId).put("limit", RESERVATIONS));
    }

    private static ViewCall call(String contract, String method, ObjectNode arguments) {
        return new ViewCall(contract, method, arguments.toString());
    }

    /**
     * The answer to {@link #registrationOf}; empty where there is none.
     *
     * @throws Unreachable saying what is not as it should be
     */
    public static Optional<Chain.Registration> registration(String result) throws Unreachable {
        Optional<RegisteredNode> node = Hosting.readNode(parse(result));
        if (node.isPresent() && node.get().owner() == null) {
            throw new Unreachable("The ledger's answer to node_get has no proper owner.", null);
        }
        return node.map(
                it -> new Chain.Registration(it.nodeId(), it.identity(), it.farmId(), it.owner(), it.rotations()));
    }

    /**
     * The answer to {@link #listingOf}; empty where there is none.
     *
     * @throws Unreachable saying what is not as it should be
     */
    public static Optional<Chain.Listing> listing(String result) throws Unreachable {
        return Marketplace.readListing(parse(result)).map(ChainLedger::link);
    }

    private static Chain.Listing link(Listing listing) {
        return new Chain.Listing(
                listing.listingId(),
                listing.nodeId(),
                listing.identity(),
                listing.farmId(),
                listing.farmer(),
                listing.operator(),
                listing.slices(),
                listing.pricePerHour(),
                listing.open(),
                new Signed(
                        listing.proof().payload().getBytes(StandardCharsets.UTF_8),
                        listing.proof().signature()));
    }

    /**
     * The answer to {@link #reservationsOn}.
     *
     * @throws Unreachable saying what is not as it should be
     */
    public static Page<Chain.Reservation> reservations(String result) throws Unreachable {
        Page<Reservation> page = Marketplace.readReservations(parse(result));
        return new Page<>(page.items().stream().map(ChainLedger::link).toList(), page.next());
    }

    private static Chain.Reservation link(Reservation reservation) {
        return new Chain.Reservation(
                reservation.reservationId(),
                reservation.listingId(),
                reservation.nodeId(),
                reservation.farmer(),
                reservation.renter(),
                reservation.slices(),
                reservation.open());
    }

    /** Whether two answers say the same, however they are written. */
    public static boolean same(String result, String other) throws Unreachable {
        return parse(result).equals(parse(other));
    }

    private static JsonNode parse(String result) throws Unreachable {
        try {
            JsonNode value = JSON.readTree(result);
            return value == null ? NODES.nullNode() : value;
        } catch (JsonProcessingException e) {
            throw new Unreachable("The contract's answer is no JSON.", e);
        }
    }
}
