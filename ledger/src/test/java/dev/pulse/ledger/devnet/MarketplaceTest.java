package dev.pulse.ledger.devnet;

import static dev.pulse.ledger.devnet.DevnetLedger.HOSTING;
import static dev.pulse.ledger.devnet.DevnetLedger.MARKETPLACE;
import static dev.pulse.ledger.devnet.DevnetLedger.SPORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings, reservations and the SPORE that they cost. */
class MarketplaceTest {
    private static final BigInteger ONE = BigInteger.TEN.pow(18);
    private static final BigInteger START = BigInteger.valueOf(100_000).multiply(ONE);

    @TempDir
    Path folder;

    private Devnet devnet;
    private TransactionSigner farmer;
    private TransactionSigner node;
    private TransactionSigner operator;
    private TransactionSigner renter;

    @BeforeEach
    void start() throws Exception {
        devnet = new Devnet(folder);
        farmer = devnet.person("farmer");
        node = devnet.person("node");
        operator = devnet.person("operator");
        renter = devnet.person("renter");
        devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "green", "name", "Green farm"));
        devnet.call(node, HOSTING, "node_register", Map.of("node_id", "node-1", "farm_id", "green"));
    }

    @AfterEach
    void stop() throws IOException {
        devnet.close();
    }

    private static void refused(ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOf(ContractRefused.class).hasMessageContaining(words);
    }

    private Map<String, Object> listing() {
        String payload = "{\"farmer_account\":\"" + farmer.key().hex() + "\",\"node_account\":\""
                + node.key().hex() + "\",\"node_id\":\"node-1\"}";
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("node_id", "node-1");
        arguments.put("farmer", farmer.key().hex());
        arguments.put("price_per_hour", "20");
        arguments.put("slices", 4);
        arguments.put("proof", Map.of("payload", payload, "signature", Devnet.sign(node, payload)));
        return arguments;
    }

    private String list() throws Exception {
        return devnet.call(operator, MARKETPLACE, "createV3Listing", listing())
                .get("listing_id")
                .asText();
    }

    private Map<String, Object> reservation(String listing, int slices, String request) {
        return Map.of(
                "listing_id", listing,
                "renter", renter.key().hex(),
                "slices", slices,
                "hours", 10,
                "request_id", request);
    }

    private BigInteger balance(TransactionSigner who) throws Exception {
        return new BigInteger(
                devnet.view(SPORE, "balance", Map.of("account_id", who.key().hex()))
                        .asText());
    }

    private void allow(BigInteger amount) throws Exception {
        devnet.call(renter, SPORE, "approve", Map.of("spender", operator.key().hex(), "amount", amount.toString()));
    }

    @Test
    void aListingNeedsTheNodesWordAndTheFarmersFarm() throws Exception {
        refused(
                () -> devnet.call(operator, MARKETPLACE, "create_listing", listing()),
                "was replaced by createV3Listing");
        refused(() -> list("farmer", renter.key().hex()), "does not belong to");
        refused(() -> list("node_id", "node-2"), "hosting knows no node node-2");
        String payload = "{\"farmer_account\":\"" + renter.key().hex() + "\",\"node_account\":\""
                + node.key().hex() + "\",\"node_id\":\"node-1\"}";
        refused(
                () -> list("proof", Map.of("payload", payload, "signature", Devnet.sign(node, payload))),
                "the proof's farmer_account is not");
        refused(
                () -> list("proof", Map.of("payload", payload, "signature", Devnet.sign(operator, payload))),
                "signed neither by the node's identity");
        refused(() -> list("proof", Map.of("payload", "{", "signature", Devnet.sign(node, "{"))), "is no JSON");

        String id = list();
        JsonNode found = devnet.view(MARKETPLACE, "listing_of", Map.of("node_id", "node-1"));
        assertThat(found.get("listing_id").asText()).isEqualTo(id);
        assertThat(found.get("operator").asText()).isEqualTo(operator.key().hex());
        refused(this::list, "is offered already, as " + id);
    }

    private JsonNode list(String name, Object value) throws Exception {
        Map<String, Object> arguments = listing();
        arguments.put(name, value);
        return devnet.call(operator, MARKETPLACE, "createV3Listing", arguments);
    }

    @Test
    void pricesAreWholeSporeFromOneToTheLargestU64() throws Exception {
        for (String wrong : new String[] {"0", "-1", "+1", "18446744073709551616", "1.5", "x"}) {
            refused(() -> list("price_per_hour", wrong), "price_per_hour must be");
        }
        refused(() -> list("price_per_hour", 20), "price_per_hour must be a text");
        String id =
                list("price_per_hour", "18446744073709551615").get("listing_id").asText();
        Map<String, String> change = Map.of("listing_id", id, "price_per_hour", "60");
        refused(() -> devnet.call(renter, MARKETPLACE, "listing_price", change), "only its operator and its farmer");
        assertThat(devnet.call(farmer, MARKETPLACE, "listing_price", change)
                        .get("price_per_hour")
                        .asText())
                .isEqualTo("60");
    }

    @Test
    void aReservationIsPaidIntoAnEscrowAndByTheHourThatBegan() throws Exception {
        String listing = list();
        refused(
                () -> devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 2, "r1")),
                "and " + ONE.multiply(BigInteger.valueOf(400)) + " are needed");
        allow(ONE.multiply(BigInteger.valueOf(400)));
        JsonNode made = devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 2, "r1"));
        assertThat(made.get("open").asBoolean()).isTrue();
        assertThat(balance(renter)).isEqualTo(START.subtract(ONE.multiply(BigInteger.valueOf(400))));
        assertThat(balance(farmer)).isEqualTo(START);

        devnet.pass(Duration.ofHours(2).plusMinutes(1));
        Map<String, String> release =
                Map.of("reservation_id", made.get("reservation_id").asText());
        TransactionSigner stranger = devnet.person("stranger");
        refused(() -> devnet.call(stranger, MARKETPLACE, "releaseReservation", release), "before its time");
        JsonNode ended = devnet.call(renter, MARKETPLACE, "releaseReservation", release);
        assertThat(ended.get("open").asBoolean()).isFalse();
        assertThat(balance(farmer)).isEqualTo(START.add(ONE.multiply(BigInteger.valueOf(120))));
        assertThat(balance(renter)).isEqualTo(START.subtract(ONE.multiply(BigInteger.valueOf(120))));
        devnet.call(renter, MARKETPLACE, "releaseReservation", release);
        assertThat(balance(farmer)).as("once").isEqualTo(START.add(ONE.multiply(BigInteger.valueOf(120))));
    }

    @Test
    void a_farmer_finds_what_runs_for_him_and_what_he_was_paid_since_a_time() throws Exception {
        String listing = list();
        allow(ONE.multiply(BigInteger.valueOf(10_000)));
        String early = made(listing, "r1");
        devnet.pass(Duration.ofHours(2).plusMinutes(1));
        String late = made(listing, "r2");
        String running = made(listing, "r3");
        devnet.call(renter, MARKETPLACE, "releaseReservation", Map.of("reservation_id", late));
        long between = devnet.view(MARKETPLACE, "reservation_get", Map.of("reservation_id", late))
                        .get("ended_at")
                        .asLong()
                + 1;
        devnet.pass(Duration.ofMinutes(1));
        devnet.call(renter, MARKETPLACE, "releaseReservation", Map.of("reservation_id", early));

        String his = farmer.key().hex();
        JsonNode payments = devnet.view(MARKETPLACE, "payments_to", Map.of("farmer", his));
        assertThat(payments.get("items").findValuesAsText("reservation_id")).containsExactly(late, early);
        assertThat(payments.get("items").findValuesAsText("earned"))
                .containsExactly(
                        ONE.multiply(BigInteger.valueOf(20)).toString(),
                        ONE.multiply(BigInteger.valueOf(60)).toString());
        assertThat(payments.get("next").isNull()).isTrue();
        JsonNode first = devnet.view(MARKETPLACE, "payments_to", Map.of("farmer", his, "limit", 1));
        assertThat(first.get("items").findValuesAsText("reservation_id")).containsExactly(late);
        assertThat(devnet.view(
                                MARKETPLACE,
                                "payments_to",
                                Map.of("farmer", his, "after", first.get("next").asText()))
                        .get("items")
                        .findValuesAsText("reservation_id"))
                .containsExactly(early);
        assertThat(devnet.view(
                                MARKETPLACE,
                                "payments_to",
                                Map.of("farmer", his, "after", String.format(Locale.ROOT, "%015d", between)))
                        .get("items")
                        .findValuesAsText("reservation_id"))
                .as("since a time")
                .containsExactly(early);
        assertThat(devnet.view(MARKETPLACE, "running_for", Map.of("farmer", his))
                        .get("items")
                        .findValuesAsText("reservation_id"))
                .containsExactly(running);
        assertThat(devnet.view(
                                MARKETPLACE,
                                "running_for",
                                Map.of("farmer", renter.key().hex()))
                        .get("items"))
                .isEmpty();
    }

    private String made(String listing, String request) throws Exception {
        return devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, request))
                .get("reservation_id")
                .asText();
    }

    @Test
    void what_was_approved_is_taken_back() throws Exception {
        String listing = list();
        allow(ONE.multiply(BigInteger.valueOf(10_000)));
        allow(BigInteger.ZERO);
        refused(
                () -> devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, "r1")),
                "allows " + operator.key() + " 0 of SPORE's smallest unit");
    }

    @Test
    void theSameRequestAgainIsTheSameReservation() throws Exception {
        String listing = list();
        allow(ONE.multiply(BigInteger.valueOf(10_000)));
        JsonNode first = devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, "r1"));
        JsonNode again = devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, "r1"));
        assertThat(again).isEqualTo(first);
        JsonNode other = devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, "r2"));
        assertThat(other.get("reservation_id")).isNotEqualTo(first.get("reservation_id"));
        assertThat(devnet.view(
                                MARKETPLACE,
                                "reservations_of",
                                Map.of("renter", renter.key().hex()))
                        .get("items"))
                .hasSize(2);
    }

    @Test
    void slicesAreRentedOnceAndFreeAgainWhenTheTimeIsOver() throws Exception {
        String listing = list();
        allow(ONE.multiply(BigInteger.valueOf(10_000)));
        devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 3, "r1"));
        refused(
                () -> devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 2, "r2")),
                "1 slices of " + listing + " are free, and 2 are wanted");
        refused(() -> devnet.call(operator, MARKETPLACE, "listing_close", Map.of("listing_id", listing)), "are rented");
        devnet.pass(Duration.ofHours(10).plusMinutes(1));
        devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 4, "r3"));
        assertThat(balance(farmer)).as("all hours").isEqualTo(START.add(ONE.multiply(BigInteger.valueOf(600))));
        devnet.pass(Duration.ofHours(10).plusMinutes(1));
        devnet.call(farmer, MARKETPLACE, "listing_close", Map.of("listing_id", listing));
        refused(
                () -> devnet.call(operator, MARKETPLACE, "createReservation", reservation(listing, 1, "r4")),
                "is closed");
        assertThat(list()).isNotEqualTo(listing);
    }

    @Test
    void nobodySpendsWhatHeHasNot() throws Exception {
        TransactionSigner poor = devnet.person("poor");
        Map<String, String> all = Map.of("receiver_id", renter.key().hex(), "amount", START.toString());
        devnet.call(poor, SPORE, "transfer", all);
        assertThat(balance(poor)).isZero();
        refused(() -> devnet.call(poor, SPORE, "transfer", all), "has 0 of SPORE's smallest unit");
        refused(() -> devnet.call(poor, SPORE, "mint", all), "only faucet.dev.hero");
        refused(
                () -> devnet.call(
                        poor,
                        SPORE,
                        "transfer",
                        Map.of("receiver_id", renter.key().hex(), "amount", "0")),
                "amount must be");
        refused(
                () -> devnet.call(
                        poor,
                        SPORE,
                        "transfer",
                        Map.of("receiver_id", renter.key().hex(), "amount", "-1")),
                "amount must be");
    }

    @Test
    void a_farmer_may_give_his_word_in_the_nodes_place_and_nobody_else() throws Exception {
        Map<String, Object> arguments = listing();
        String payload = ((Map<?, ?>) arguments.get("proof")).get("payload").toString();
        arguments.put("proof", Map.of("payload", payload, "signature", Devnet.sign(renter, payload)));
        refused(
                () -> devnet.call(operator, MARKETPLACE, "createV3Listing", arguments),
                "signed neither by the node's identity");
        arguments.put("proof", Map.of("payload", payload, "signature", Devnet.sign(farmer, payload)));
        assertThat(devnet.call(operator, MARKETPLACE, "createV3Listing", arguments)
                        .get("open")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_proof_for_one_operator_says_nothing_in_the_hands_of_another() throws Exception {
        Map<String, Object> arguments = listing();
        String plain = ((Map<?, ?>) arguments.get("proof")).get("payload").toString();
        String payload =
                plain.replaceFirst("}$", ",\"operator\":\"" + operator.key().hex() + "\"}");
        arguments.put("proof", Map.of("payload", payload, "signature", Devnet.sign(node, payload)));
        refused(() -> devnet.call(renter, MARKETPLACE, "createV3Listing", arguments), "the proof's operator is not");
        assertThat(devnet.call(operator, MARKETPLACE, "createV3Listing", arguments)
                        .get("operator")
                        .asText())
                .isEqualTo(operator.key().hex());
    }
}
