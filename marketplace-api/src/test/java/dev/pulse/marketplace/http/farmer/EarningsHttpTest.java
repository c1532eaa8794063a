package dev.pulse.marketplace.http.farmer;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.PublishedNodes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a farmer earned, as the ledger has it. */
@TestInstance(Lifecycle.PER_CLASS)
class EarningsHttpTest {
    private static final String PATH = "/api/dashboard/earnings";

    private MarketRig rig;
    private Marketplace contract;
    private TransactionSigner farmer;
    private PublishedNodes nodes;
    private Browser anybody;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        contract = new Marketplace(rig.client);
        farmer = rig.person("farmer");
        new Hosting(rig.client).createFarm(farmer, "green", "Green farm");
        nodes = new PublishedNodes(rig, farmer);
        anybody = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static String whole(long amount) {
        return Spore.ONE.multiply(BigInteger.valueOf(amount)).toString();
    }

    @Test
    void what_was_paid_stands_at_its_hour_and_what_runs_is_an_estimate() throws Exception {
        Listing listing = nodes.publish("earner", 10);
        TransactionSigner renter = rig.person("renter");
        Browser me = rig.signedIn(farmer);
        JsonNode before = me.get(PATH).json();
        assertThat(before.path("paid").asText()).isEqualTo("0");
        assertThat(before.path("hours")).isEmpty();
        assertThat(before.path("running")).isEmpty();

        Reservation ended = contract.reserve(renter, listing.listingId(), renter.key(), 2, 3, "one");
        Reservation runs = contract.reserve(renter, listing.listingId(), renter.key(), 1, 5, "two");
        ended = contract.release(renter, ended.reservationId());

        JsonNode after = me.get(PATH + "?hours=1").json();
        assertThat(after.path("paid").asText())
                .isEqualTo(whole(120))
                .isEqualTo(ended.earned().toString());
        assertThat(after.path("hours")).hasSize(1);
        JsonNode hour = after.path("hours").get(0);
        assertThat(hour.path("paid").asText()).isEqualTo(whole(120));
        assertThat(hour.path("payments").asInt()).isEqualTo(1);
        assertThat(hour.path("hour").asLong() % 3_600).isZero();
        assertThat(hour.path("hour").asLong()).isBetween(ended.from() / 1_000 - 3_600, ended.from() / 1_000 + 3_600);
        assertThat(after.path("running")).hasSize(1);
        JsonNode running = after.path("running").get(0);
        assertThat(running.path("reservation_id").asText()).isEqualTo(runs.reservationId());
        assertThat(running.path("node_id").asText()).isEqualTo("earner");
        assertThat(running.path("due_now").asText()).as("the hour that began").isEqualTo(whole(60));
        assertThat(running.path("amount").asText()).isEqualTo(whole(300));
        assertThat(after.path("complete").asBoolean()).isTrue();
        assertThat(after.path("verification").asText()).isEqualTo("real");
        assertThat(rig.signedIn(renter).get(PATH).json().path("paid").asText())
                .as("a farmer's earnings are his own")
                .isEqualTo("0");
        assertThat(rig.signedIn(Operator.signer()).get(PATH).json().path("running"))
                .isEmpty();
    }

    @Test
    void what_is_asked_wrongly_is_refused_in_words() throws Exception {
        assertError(anybody.get(PATH), 401, "not_signed_in");
        Browser me = rig.signedIn(farmer);
        for (String hours : new String[] {"0", "721", "-1", "1.5", "x", ""}) {
            assertError(me.get(PATH + "?hours=" + hours), 400, "bad_parameter");
        }
        assertError(me.get(PATH + "?hours=1&hours=2"), 400, "bad_parameter");
        assertError(me.get(PATH + "?days=1"), 400, "unknown_parameter");
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, false));
        try {
            assertError(me.get(PATH), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
    }
}
