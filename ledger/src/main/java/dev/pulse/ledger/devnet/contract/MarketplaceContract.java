package dev.pulse.ledger.devnet.contract;

import static dev.pulse.ledger.devnet.contract.Table.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.devnet.chain.Contract;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.nio.charset.StandardCharsets;

/**
 * What is offered: {@code marketplace.dev.hero}. A listing is made by whoever holds the node's signed pairing, which names
 * the farmer, and only where hosting knows the node under that key in a farm of that farmer.
 */
public final class MarketplaceContract implements Contract {
    static final Table LISTINGS = new Table("market/listing/");
    /** The open listing of a node. */
    private static final Table OPEN = new Table("market/open/");

    /** All listings of a node, closed ones too. */
    private static final Table OFFERED = new Table("market/offered/");

    private static final Table NUMBERS = new Table("market/number/");
    /** Of one listing: 4 TB of RAM. */
    static final int MAX_SLICES = 1_000;

    private static final int MAX_TEMPLATE = 64;

    private final ObjectMapper json = new ObjectMapper();
    private final Reservations reservations = new Reservations();
    private final Notes notes = new Notes();

    @Override
    public JsonNode view(String method, JsonNode arguments, Storage storage) {
        Arguments given = new Arguments(arguments);
        return switch (method) {
            case "listing_get" -> LISTINGS.get(storage, given.text("listing_id"));
            case "listing_of" -> {
                JsonNode id = OPEN.get(storage, given.nodeId("node_id"));
                yield id == null ? null : LISTINGS.get(storage, id.asText());
            }
            case "listings" -> LISTINGS.page(storage, given, LISTINGS);
            case "listings_of" -> OFFERED.of(given.nodeId("node_id")).page(storage, given, LISTINGS);
            case "note_get" -> notes.get(given, storage);
            case "notes" -> notes.page(given, storage);
            default -> reservations.view(method, given, storage);
        };
    }

    @Override
    public JsonNode call(String method, JsonNode arguments, Call call) {
        Arguments given = new Arguments(arguments);
        return switch (method) {
            case "createV3Listing" -> list(given, call);
            case "create_listing" ->
                throw new ContractPanic(
                        "create_listing asks for no proof of ownership and was replaced by createV3Listing");
            case "listing_price" -> price(given, call);
            case "listing_close" -> close(given, call);
            case "note_put" -> notes.put(given, call);
            default -> reservations.call(method, given, call);
        };
    }

    private JsonNode list(Arguments given, Call call) {
        Storage storage = call.storage();
        String nodeId = given.nodeId("node_id");
        String farmer = given.account("farmer");
        long price = price(given);
        long slices = given.number("slices", 1, MAX_SLICES);
        JsonNode node = HostingContract.node(storage, nodeId);
        if (node == null) {
            throw new ContractPanic("hosting knows no node " + nodeId);
        }
        if (!node.get("owner").asText().equals(farmer)) {
            throw new ContractPanic("the farm " + node.get("farm_id").asText() + " of the node " + nodeId
                    + " does not belong to " + farmer);
        }
        prove(new Arguments(given.object("proof")), nodeId, node.get("identity").asText(), farmer, call.caller());
        JsonNode open = OPEN.get(storage, nodeId);
        if (open != null) {
            throw new ContractPanic("the node " + nodeId + " is offered already, as " + open.asText());
        }
        String id = NUMBERS.next(storage, "listing");
        ObjectNode listing = JSON.objectNode()
                .put("listing_id", id)
                .put("node_id", nodeId)
                .put("identity", node.get("identity").asText())
                .put("farm_id", node.get("farm_id").asText())
                .put("farmer", farmer)
                .put("operator", call.caller())
                .put("price_per_hour", Long.toUnsignedString(price))
                .put("slices", slices)
                .put("template", template(given))
                .put("created_at", call.at())
                .put("open", true);
        listing.set("proof", given.object("proof"));
        LISTINGS.put(storage, id, listing);
        OPEN.put(storage, nodeId, JSON.textNode(id));
        OFFERED.of(nodeId).put(storage, id, JSON.booleanNode(true));
        return listing;
    }

    /**
     * The word on whose the node is: its own signed pairing (design section 9), or the same said by the farmer, in whose farm
     * hosting knows it. One that names an operator is good for that one alone.
     */
    private void prove(Arguments proof, String nodeId, String identity, String farmer, String caller) {
        String payload = proof.text("payload");
        byte[] message = Sha256.hash(payload.getBytes(StandardCharsets.UTF_8));
        String signature = proof.text("signature");
        if (!Signatures.isGood(new Account(identity), message, signature)
                && !Signatures.isGood(new Account(farmer), message, signature)) {
            throw new ContractPanic(
                    "the proof is signed neither by the node's identity " + identity + " nor by the farmer " + farmer);
        }
        JsonNode pairing;
        try {
            pairing = json.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new ContractPanic("the proof's payload is no JSON");
        }
        same(pairing, "node_id", nodeId);
        same(pairing, "node_account", identity);
        same(pairing, "farmer_account", farmer);
        if (pairing.has("operator")) {
            same(pairing, "operator", caller);
        }
    }

    private static void same(JsonNode pairing, String name, String expected) {
        if (!pairing.path(name).asText().equals(expected)) {
            throw new ContractPanic("the proof's " + name + " is not " + expected);
        }
    }

    private static JsonNode price(Arguments given, Call call) {
        ObjectNode listing = own(given, call);
        listing.put("price_per_hour", Long.toUnsignedString(price(given))).put("template", template(given));
        LISTINGS.put(call.storage(), listing.get("listing_id").asText(), listing);
        return listing;
    }

    private JsonNode close(Arguments given, Call call) {
        ObjectNode listing = own(given, call);
        String id = listing.get("listing_id").asText();
        if (reservations.taken(id, call) > 0) {
            throw new ContractPanic("slices of " + id + " are rented");
        }
        listing.put("open", false).put("closed_at", call.at());
        LISTINGS.put(call.storage(), id, listing);
        OPEN.remove(call.storage(), listing.get("node_id").asText());
        return listing;
    }

    /** An open listing of the caller's: its operator, or its farmer. */
    private static ObjectNode own(Arguments given, Call call) {
        ObjectNode listing = open(given.text("listing_id"), call);
        String caller = call.caller();
        if (!caller.equals(listing.get("operator").asText())
                && !caller.equals(listing.get("farmer").asText())) {
            throw new ContractPanic("only its operator and its farmer change a listing");
        }
        return listing;
    }

    static ObjectNode open(String id, Call call) {
        ObjectNode listing = LISTINGS.need(call.storage(), id, "listing");
        if (!listing.get("open").asBoolean()) {
            throw new ContractPanic("the listing " + id + " is closed");
        }
        return listing;
    }

    /** The pricing template that a price follows, for those who ask later; or null. */
    private static String template(Arguments given) {
        String template = given.text("template", null);
        if (template != null && template.length() > MAX_TEMPLATE) {
            throw new ContractPanic("template must have at most " + MAX_TEMPLATE + " characters");
        }
        return template;
    }

    /** Whole SPORE for one slice and hour, 1 to 2^64 - 1, as a text of digits. */
    private static long price(Arguments given) {
        String text = given.text("price_per_hour");
        try {
            long price = Long.parseUnsignedLong(text);
            if (price != 0 && text.charAt(0) != '+') {
                return price;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ContractPanic("price_per_hour must be a text of digits, whole SPORE from 1 to 2^64 - 1");
    }
}
