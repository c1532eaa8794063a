package dev.pulse.marketplace.http.rent;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.PublishedNodes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renting over HTTP: what the renter asks for, what stands on the ledger then, and what the lifecycle stream is told. */
@TestInstance(Lifecycle.PER_CLASS)
class ReservationsHttpTest {
    private static final String PATH = "/api/reservations";

    private MarketRig rig;
    private PublishedNodes nodes;
    private TransactionSigner farmer;
    private Marketplace contract;
    private Spore spore;
    private Browser anybody;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        farmer = rig.person("farmer");
        new Hosting(rig.client).createFarm(farmer, "green", "Green farm");
        nodes = new PublishedNodes(rig, farmer);
        contract = new Marketplace(rig.client);
        spore = new Spore(rig.client);
        anybody = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    /** Somebody with SPORE, all of which the marketplace may spend. */
    private TransactionSigner renter(String name) throws Exception {
        TransactionSigner renter = rig.person(name);
        spore.approve(renter, Operator.signer().key(), spore.balance(renter.key()));
        return renter;
    }

    private static String wish(String nodeId, int slices, int hours, String requestId) {
        return "{\"node_id\":\"" + nodeId + "\",\"slices\":" + slices + ",\"hours\":" + hours
                + (requestId == null ? "" : ",\"request_id\":\"" + requestId + "\"") + "}";
    }

    private static Answer ask(Browser who, String wish) {
        return who.post(PATH, "application/json", wish);
    }

    private static BigInteger whole(long amount) {
        return Spore.ONE.multiply(BigInteger.valueOf(amount));
    }

    @Test
    void slices_are_rented_paid_for_and_given_back() throws Exception {
        Listing listing = nodes.publish("walk", 15);
        TransactionSigner renter = renter("walker");
        BigInteger before = spore.balance(renter.key());
        Browser me = rig.signedIn(renter);

        Answer made = ask(me, wish("walk", 2, 3, "first"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        JsonNode reservation = made.json().path("reservation");
        String id = reservation.path("reservation_id").asText();
        assertThat(reservation.path("amount").asText()).isEqualTo(whole(360).toString());
        assertThat(reservation.path("until").asLong())
                .isEqualTo(reservation.path("from").asLong() + 3 * 3_600);
        assertThat(made.json().path("confirmed").asBoolean()).isTrue();
        assertThat(made.json().path("verification").asText()).isEqualTo("real");
        assertThat(contract.reservation(id).orElseThrow().listingId()).isEqualTo(listing.listingId());
        assertThat(spore.balance(renter.key())).isEqualTo(before.subtract(whole(360)));
        assertThat(rig.lives.life("walk").holds())
                .singleElement()
                .matches(
                        hold -> id.equals(hold.reservationId()) && hold.renter().equals(renter.key()));

        Answer again = ask(me, wish("walk", 2, 3, "first"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().at("/reservation/reservation_id").asText()).isEqualTo(id);
        assertError(ask(me, wish("walk", 1, 3, "first")), 409, "request_id_used");

        Answer mine = me.get(PATH);
        assertThat(mine.json().at("/reservations/0/reservation_id").asText()).isEqualTo(id);
        assertThat(mine.json().at("/funds/balance").asText())
                .isEqualTo(spore.balance(renter.key()).toString());
        assertThat(mine.json().at("/funds/operator").asText())
                .isEqualTo(Operator.signer().key().hex());

        Answer released = me.post(PATH + "/" + id + "/release", "application/json", "");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        assertThat(released.json().path("changed").asBoolean()).isTrue();
        assertThat(released.json().at("/reservation/earned").asText())
                .as("the hour that began")
                .isEqualTo(whole(120).toString());
        assertThat(spore.balance(renter.key())).isEqualTo(before.subtract(whole(120)));
        assertThat(rig.lives.life("walk").holds()).isEmpty();
        Answer twice = me.post(PATH + "/" + id + "/release", "application/json", "");
        assertThat(twice.json().path("changed").asBoolean()).isFalse();
        assertThat(ask(me, wish("walk", 2, 3, "first"))
                        .json()
                        .at("/reservation/open")
                        .asBoolean(true))
                .as("a request that is over is found as it is, and reserves nothing again")
                .isFalse();
        assertThat(rig.lives.life("walk").holds()).isEmpty();
    }

    @Test
    void who_cant_pay_is_told_what_is_missing_and_holds_nothing() throws Exception {
        nodes.publish("dear", 1_000);
        TransactionSigner renter = rig.person("poor");
        Browser me = rig.signedIn(renter);
        Answer small = ask(me, wish("dear", 1, 1, null));
        assertError(small, 402, "allowance_too_small");
        assertThat(small.json().path("amount").asText()).isEqualTo(whole(60).toString());
        assertThat(small.json().at("/funds/allowance").asText()).isEqualTo("0");
        assertThat(small.json().path("detail").asText())
                .contains(Operator.signer().key().hex(), "60 SPORE");
        assertError(ask(me, wish("dear", 1_000, 720, null)), 402, "not_enough_spore");
        assertThat(rig.lives.life("dear").holds()).isEmpty();
        spore.approve(renter, Operator.signer().key(), whole(60));
        assertThat(ask(me, wish("dear", 1, 1, null)).status()).isEqualTo(201);
        assertError(ask(me, wish("dear", 1, 1, null)), 402, "allowance_too_small");
    }

    @Test
    void of_two_who_want_the_last_slice_one_gets_it_and_the_other_keeps_his_spore() throws Exception {
        for (int round = 0; round < 5; round++) {
            String node = "last-" + round;
            nodes.publish(node, 1);
            List<TransactionSigner> both = List.of(renter("one-" + round), renter("two-" + round));
            BigInteger before = spore.balance(both.get(0).key());
            List<Browser> browsers = both.stream().map(rig::signedIn).toList();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                List<Future<Answer>> answers = browsers.stream()
                        .map(browser -> threads.submit(() -> ask(browser, wish(node, 1, 1, null))))
                        .toList();
                List<Integer> statuses = List.of(
                        answers.get(0).get().status(), answers.get(1).get().status());
                assertThat(statuses).containsExactlyInAnyOrder(201, 409);
                int loser = statuses.indexOf(409);
                assertError(answers.get(loser).get(), 409, "not_enough_slices");
                assertThat(spore.balance(both.get(loser).key())).isEqualTo(before);
            }
            assertThat(rig.lives.life(node).holds()).hasSize(1);
        }
    }

    @Test
    void a_ledger_that_fails_is_a_bad_gateway_and_holds_nothing() throws Exception {
        nodes.publish("unlucky", 1);
        TransactionSigner renter = renter("unlucky-renter");
        Browser me = rig.signedIn(renter);
        BigInteger before = spore.balance(renter.key());
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, true));
        try {
            assertError(ask(me, wish("unlucky", 1, 1, "try")), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(spore.balance(renter.key())).isEqualTo(before);
        assertThat(ask(me, wish("unlucky", 1, 1, "try")).status()).isIn(200, 201);
        assertThat(contract.reservationsOf(renter.key(), null).items()).hasSize(1);
    }

    @Test
    void what_a_ledger_did_without_saying_so_is_found_by_the_same_request() throws Exception {
        nodes.publish("mute", 3);
        TransactionSigner renter = renter("mute-renter");
        Browser me = rig.signedIn(renter);
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 0, 100, true));
        try {
            Answer lost = ask(me, wish("mute", 1, 1, "once"));
            assertError(lost, 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        await().until(() -> ask(me, wish("mute", 1, 1, "once")).status() < 300);
        assertThat(contract.reservationsOf(renter.key(), null).items())
                .as("paid once, however often it was asked for")
                .hasSize(1);
        assertThat(rig.lives.life("mute").holds()).singleElement().matches(Hold::confirmed);
    }

    @Test
    void what_was_cut_off_before_the_lifecycle_stream_was_told_is_told_by_the_same_request() throws Exception {
        Listing listing = nodes.publish("cut", 3);
        TransactionSigner renter = renter("cut-renter");
        Browser me = rig.signedIn(renter);
        String key = ask(me, wish("cut", 1, 1, "other"))
                .json()
                .at("/reservation/reservation_id")
                .asText();
        String request = contract.reservation(key).orElseThrow().requestId();
        assertThat(request).as("not guessed by others").matches("[0-9a-f]{64}");
        rig.lives.carryOut("cut", new Command.Release(request, key), System.currentTimeMillis());
        assertThat(rig.lives.life("cut").holds()).isEmpty();
        Answer again = ask(me, wish("cut", 1, 1, "other"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(rig.lives.life("cut").holds()).singleElement().matches(hold -> key.equals(hold.reservationId()));
        assertThat(contract.reservationsOn(listing.listingId(), null).items()).hasSize(1);
    }

    @Test
    void a_reservation_is_its_renters_and_its_farmers_business() throws Exception {
        nodes.publish("private", 3);
        Browser me = rig.signedIn(renter("private-renter"));
        Browser other = rig.signedIn(rig.person("curious"));
        Browser him = rig.signedIn(farmer);
        String id = ask(me, wish("private", 1, 1, null))
                .json()
                .at("/reservation/reservation_id")
                .asText();
        assertError(other.get(PATH + "/" + id), 403, "not_yours");
        assertError(other.post(PATH + "/" + id + "/release", "application/json", ""), 403, "not_yours");
        assertThat(me.get(PATH + "/" + id).status()).isEqualTo(200);
        assertThat(him.get(PATH + "/" + id).json().path("node_id").asText()).isEqualTo("private");
        assertThat(other.get(PATH).json().path("reservations")).isEmpty();
        assertThat(him.post(PATH + "/" + id + "/release", "application/json", "")
                        .status())
                .isEqualTo(200);
        assertError(me.get(PATH + "/reservation-999999"), 404, "unknown_reservation");
        assertError(me.get(PATH + "/no%20name"), 404, "unknown_reservation");
        assertError(me.get(PATH + "?cursor=no%20cursor"), 400, "bad_cursor");
        assertError(anybody.get(PATH), 401, "not_signed_in");
        assertError(ask(anybody, wish("private", 1, 1, null)), 401, "not_signed_in");
    }

    @Test
    void the_same_request_of_another_renter_is_another_one() throws Exception {
        nodes.publish("shared", 3);
        String mine = ask(rig.signedIn(renter("first-renter")), wish("shared", 1, 1, "r-1"))
                .json()
                .at("/reservation/reservation_id")
                .asText();
        Answer other = ask(rig.signedIn(renter("second-renter")), wish("shared", 1, 1, "r-1"));
        assertThat(other.status()).isEqualTo(201);
        assertThat(other.json().at("/reservation/reservation_id").asText()).isNotEqualTo(mine);
    }

    @Test
    void a_node_that_is_not_on_offer_is_not_rented() throws Exception {
        Browser me = rig.signedIn(renter("eager"));
        assertError(ask(me, wish("nobody", 1, 1, null)), 404, "unknown_node");
        Listing listing = nodes.publish("gone", 1);
        contract.close(Operator.signer(), listing.listingId());
        assertError(ask(me, wish("gone", 1, 1, null)), 409, "not_published");
        rig.lives.carryOut("gone", new Command.Unpublish(), System.currentTimeMillis());
        assertError(ask(me, wish("gone", 1, 1, null)), 409, "not_published");
        assertThat(rig.lives.life("gone").holds()).isEmpty();
    }

    @Test
    void pages_of_a_hundred_go_on_where_the_one_before_ended() throws Exception {
        Listing listing = nodes.publish("many", 200);
        TransactionSigner renter = renter("keen");
        for (int made = 0; made < 101; made++) {
            Reservation one = contract.reserve(renter, listing.listingId(), renter.key(), 1, 1, "own-" + made);
            assertThat(one.open()).isTrue();
        }
        Browser me = rig.signedIn(renter);
        JsonNode first = me.get(PATH).json();
        assertThat(first.path("reservations")).hasSize(100);
        JsonNode second =
                me.get(PATH + "?cursor=" + first.path("next_cursor").asText()).json();
        assertThat(second.path("reservations")).hasSize(1);
        assertThat(second.path("next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"node_id\":\"walk\",\"slices\":1}",
                "{\"node_id\":\"walk\",\"slices\":0,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":-1,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":1.5,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":\"1\",\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":1001,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":4294967297,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":1,\"hours\":721}",
                "{\"node_id\":\"walk\",\"slices\":1,\"hours\":18446744073709551617}",
                "{\"node_id\":\"Not A Node\",\"slices\":1,\"hours\":1}",
                "{\"node_id\":\"walk\",\"slices\":1,\"hours\":1,\"request_id\":\"\"}",
                "{\"node_id\":\"walk\",\"slices\":1,\"hours\":1,\"request_id\":\"a b\"}",
                "{\"node_id\":\"walk\",\"slices\":1,\"hours\":1,\"request_id\":7}"
            })
    void what_is_no_wish_is_refused_with_the_field_that_is_wrong(String body) throws Exception {
        assertError(ask(rig.signedIn(rig.person("clumsy")), body), 400, "bad_field");
    }
}
