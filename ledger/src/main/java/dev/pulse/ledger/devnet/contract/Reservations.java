package dev.pulse.ledger.devnet.contract;

import static dev.pulse.ledger.devnet.contract.Table.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.devnet.chain.Contract.Call;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is rented, part of the marketplace's contract: slices of a listing for whole hours, paid into an escrow. The farmer
 * gets each hour that began; a reservation that ran out is settled by whoever comes next.
 */
final class Reservations {
    private static final Table ALL = new Table("market/reservation/");
    /** Those that hold slices, by listing. */
    private static final Table HOLDING = new Table("market/holding/");

    private static final Table OF_RENTER = new Table("market/of_renter/");
    /** Those that run, by farmer. */
    private static final Table RUNNING = new Table("market/running/");
    /** Those that were settled, by farmer and then by when: 15 digits of unix milliseconds, a slash, the reservation. */
    private static final Table PAID = new Table("market/paid/");

    private static final Table REQUESTS = new Table("market/request/");
    private static final Table NUMBERS = new Table("market/number/");

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long MAX_HOURS = 24 * 366;
    /** No listing has more slices, and each of these holds one at least. */
    private static final int MAX_HOLDING = MarketplaceContract.MAX_SLICES;

    private static final BigInteger SPORE = BigInteger.TEN.pow(SporeContract.DECIMALS);

    JsonNode view(String method, Arguments given, Storage storage) {
        return switch (method) {
            case "reservation_get" -> ALL.get(storage, given.text("reservation_id"));
            case "reservation_of_request" -> {
                JsonNode id = REQUESTS.of(given.anyAccount("caller")).get(storage, given.name("request_id"));
                yield id == null ? null : ALL.get(storage, id.asText());
            }
            case "reservations" -> ALL.page(storage, given, ALL);
            case "reservations_of" -> OF_RENTER.of(given.account("renter")).page(storage, given, ALL);
            case "reservations_on" -> HOLDING.of(given.text("listing_id")).page(storage, given, ALL);
            case "running_for" -> RUNNING.of(given.account("farmer")).page(storage, given, ALL);
            case "payments_to" -> payments(given, storage);
            default -> throw new ContractPanic("MethodNotFound: marketplace has no view " + method);
        };
    }

    /** What a farmer was paid, in the order in which he was; {@code after} may be a time as {@link #PAID} has it. */
    private static JsonNode payments(Arguments given, Storage storage) {
        int limit = given.limit();
        Table paid = PAID.of(given.account("farmer"));
        List<String> names = paid.names(storage, given.text("after", ""), limit + 1);
        ObjectNode page = JSON.objectNode();
        ArrayNode items = page.putArray("items");
        names.stream()
                .limit(limit)
                .forEach(name ->
                        items.add(ALL.get(storage, paid.get(storage, name).asText())));
        page.put("next", names.size() > limit ? names.get(limit - 1) : null);
        return page;
    }

    JsonNode call(String method, Arguments given, Call call) {
        return switch (method) {
            case "createReservation" -> create(given, call);
            case "releaseReservation" -> release(given, call);
            default -> throw new ContractPanic("MethodNotFound: marketplace has no method " + method);
        };
    }

    /** The same request of the same caller again is answered with the reservation that it made. */
    private JsonNode create(Arguments given, Call call) {
        Storage storage = call.storage();
        String request = given.name("request_id");
        JsonNode made = REQUESTS.of(call.caller()).get(storage, request);
        if (made != null) {
            return ALL.get(storage, made.asText());
        }
        String renter = given.account("renter");
        ObjectNode listing = MarketplaceContract.open(given.text("listing_id"), call);
        String listingId = listing.get("listing_id").asText();
        long slices = given.number("slices", 1, listing.get("slices").asLong());
        long hours = given.number("hours", 1, MAX_HOURS);
        long free = listing.get("slices").asLong() - taken(listingId, call);
        if (slices > free) {
            throw new ContractPanic(free + " slices of " + listingId + " are free, and " + slices + " are wanted");
        }
        BigInteger price = new BigInteger(listing.get("price_per_hour").asText());
        BigInteger hourly = price.multiply(BigInteger.valueOf(slices)).multiply(SPORE);
        BigInteger amount = hourly.multiply(BigInteger.valueOf(hours));
        String id = NUMBERS.next(storage, "reservation");
        SporeContract.escrow(storage, id, renter, call.caller(), amount);
        ObjectNode reservation = JSON.objectNode()
                .put("reservation_id", id)
                .put("request_id", request)
                .put("listing_id", listingId)
                .put("node_id", listing.get("node_id").asText())
                .put("farmer", listing.get("farmer").asText())
                .put("operator", call.caller())
                .put("renter", renter)
                .put("slices", slices)
                .put("hours", hours)
                .put("hourly", hourly.toString())
                .put("amount", amount.toString())
                .put("from", call.at())
                .put("until", call.at() + hours * HOUR)
                .put("open", true);
        ALL.put(storage, id, reservation);
        HOLDING.of(listingId).put(storage, id, JSON.booleanNode(true));
        OF_RENTER.of(renter).put(storage, id, JSON.booleanNode(true));
        REQUESTS.of(call.caller()).put(storage, request, JSON.textNode(id));
        RUNNING.of(reservation.get("farmer").asText()).put(storage, id, JSON.booleanNode(true));
        return reservation;
    }

    private JsonNode release(Arguments given, Call call) {
        ObjectNode reservation = ALL.need(call.storage(), given.text("reservation_id"), "reservation");
        if (!reservation.get("open").asBoolean()) {
            return reservation;
        }
        String caller = call.caller();
        boolean party = caller.equals(reservation.get("renter").asText())
                || caller.equals(reservation.get("operator").asText())
                || caller.equals(reservation.get("farmer").asText());
        if (!party && call.at() < reservation.get("until").asLong()) {
            throw new ContractPanic("only its renter, its operator and its farmer end a reservation before its time");
        }
        return settle(reservation, call);
    }

    private static ObjectNode settle(ObjectNode reservation, Call call) {
        String id = reservation.get("reservation_id").asText();
        String farmer = reservation.get("farmer").asText();
        long ran = Math.max(0, call.at() - reservation.get("from").asLong());
        long begun = Math.min(reservation.get("hours").asLong(), Math.ceilDiv(ran, HOUR));
        BigInteger earned = new BigInteger(reservation.get("hourly").asText()).multiply(BigInteger.valueOf(begun));
        SporeContract.settle(call.storage(), id, farmer, earned);
        reservation.put("open", false).put("ended_at", call.at()).put("earned", earned.toString());
        ALL.put(call.storage(), id, reservation);
        HOLDING.of(reservation.get("listing_id").asText()).remove(call.storage(), id);
        RUNNING.of(farmer).remove(call.storage(), id);
        String when = String.format(Locale.ROOT, "%015d/%s", call.at(), id);
        PAID.of(farmer).put(call.storage(), when, JSON.textNode(id));
        return reservation;
    }

    /** Slices of a listing that are rented now; those whose time has run out are given back first. */
    long taken(String listingId, Call call) {
        long taken = 0;
        for (String id : HOLDING.of(listingId).names(call.storage(), "", MAX_HOLDING)) {
            ObjectNode reservation = ALL.need(call.storage(), id, "reservation");
            if (call.at() >= reservation.get("until").asLong()) {
                settle(reservation, call);
            } else {
                taken += reservation.get("slices").asLong();
            }
        }
        return taken;
    }
}
