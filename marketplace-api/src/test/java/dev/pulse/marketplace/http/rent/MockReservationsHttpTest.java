package dev.pulse.marketplace.http.rent;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.PublishedNodes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renting without a ledger: nothing is paid, and every answer says so. */
class MockReservationsHttpTest {
    @Test
    void slices_are_rented_for_nothing_and_given_back(@TempDir Path folder) throws Exception {
        MarketRig rig = new MarketRig(folder);
        TransactionSigner farmer = MarketRig.signer("farmer");
        new PublishedNodes(rig, farmer).pretend("node-1", 2);
        rig.open("{verification: mock}");
        try {
            Browser me = rig.signedIn(MarketRig.signer("renter"));
            String wish = "{\"node_id\":\"node-1\",\"slices\":2,\"hours\":1,\"request_id\":\"r\"}";
            Answer made = me.post("/api/reservations", "application/json", wish);
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            assertThat(made.json().path("verification").asText()).isEqualTo("mock");
            assertThat(made.json().at("/reservation/amount").asText()).isEqualTo("0");
            String id = made.json().at("/reservation/reservation_id").asText();
            assertThat(me.post("/api/reservations", "application/json", wish).status())
                    .isEqualTo(200);
            assertError(
                    me.post(
                            "/api/reservations",
                            "application/json",
                            "{\"node_id\":\"node-1\",\"slices\":1,\"hours\":1}"),
                    409,
                    "not_enough_slices");
            await().untilAsserted(() -> {
                JsonNode mine = me.get("/api/reservations").json();
                assertThat(mine.at("/reservations/0/reservation_id").asText()).isEqualTo(id);
                assertThat(mine.at("/funds/balance").isNull()).isTrue();
            });
            assertError(me.get("/api/spending"), 409, "no_ledger");
            JsonNode earned =
                    rig.signedIn(farmer).get("/api/dashboard/earnings").json();
            assertThat(earned.path("paid").asText()).isEqualTo("0");
            assertThat(earned.path("verification").asText()).isEqualTo("mock");
            Browser other = rig.signedIn(MarketRig.signer("other"));
            assertError(other.post("/api/reservations/" + id + "/release", "application/json", ""), 403, "not_yours");
            Answer released = me.post("/api/reservations/" + id + "/release", "application/json", "");
            assertThat(released.status()).as(released.text()).isEqualTo(200);
            assertThat(rig.lives.life("node-1").holds()).isEmpty();
            assertError(me.get("/api/reservations/" + id), 404, "unknown_reservation");
            assertError(me.get("/api/reservations/mock-other-0123456789abcdef"), 404, "unknown_reservation");
            assertThat(rig.client
                            .view("marketplace.dev.hero", "reservations", Map.of())
                            .value()
                            .path("items"))
                    .as("the ledger knows nothing of it")
                    .isEmpty();
        } finally {
            rig.close();
        }
    }
}
