package dev.pulse.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.proof.Chain;
import dev.pulse.ledger.client.View;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.devnet.Devnet;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions of a proof chain, put to a ledger. */
class ChainLedgerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Devnet devnet;
    private TransactionSigner farmer;
    private TransactionSigner node;

    @BeforeEach
    void start() throws Exception {
        devnet = new Devnet(folder);
        farmer = devnet.person("farmer");
        node = devnet.person("node");
        new Hosting(devnet.client()).createFarm(farmer, "green", "Green farm");
        new Hosting(devnet.client()).register(node, "node-1", "green");
    }

    @AfterEach
    void stop() throws Exception {
        devnet.close();
    }

    private Statement ask(ViewCall call) throws Exception {
        return Statement.of(call, devnet.client().view(call));
    }

    @Test
    void each_answer_is_a_link_with_the_block_that_it_holds_for() throws Exception {
        Marketplace market = new Marketplace(devnet.client());
        String payload = "{\"farmer_account\":\"" + farmer.key() + "\",\"node_account\":\"" + node.key()
                + "\",\"node_id\":\"node-1\",\"timestamp\":1}";
        Listing listing = market.list(
                farmer, "node-1", farmer.key(), 60, 15, null, new Listing.Proof(payload, Devnet.sign(node, payload)));
        TransactionSigner renter = devnet.person("renter");
        market.reserve(renter, listing.listingId(), renter.key(), 2, 1, "r");

        Statement registration = ask(ChainLedger.registrationOf("node-1"));
        assertThat(ChainLedger.registration(registration.result()))
                .contains(new Chain.Registration("node-1", node.key(), "green", farmer.key(), 0));
        Statement offer = ask(ChainLedger.listingOf("node-1"));
        Chain.Listing link = ChainLedger.listing(offer.result()).orElseThrow();
        assertThat(link.listingId()).isEqualTo(listing.listingId());
        assertThat(link.identity()).isEqualTo(node.key());
        assertThat(link.proof().payload()).asString().isEqualTo(payload);
        Page<Chain.Reservation> held = ChainLedger.reservations(
                ask(ChainLedger.reservationsOn(listing.listingId())).result());
        assertThat(held.items()).singleElement().returns(2, Chain.Reservation::slices);
        assertThat(held.next()).isNull();

        assertThat(devnet.client().blockHash(offer.blockHeight())).contains(offer.blockHash());
        assertThat(devnet.client().blockHash(0))
                .isPresent()
                .isNotEqualTo(devnet.client().blockHash(1));
        assertThat(devnet.client().blockHash(999_999)).isEmpty();
    }

    @Test
    void what_is_not_there_is_null() throws Exception {
        View none = devnet.client().view(ChainLedger.registrationOf("node-2"));
        assertThat(none.text()).isEqualTo("null");
        assertThat(ChainLedger.registration(none.text())).isEmpty();
        assertThat(ChainLedger.listing(ask(ChainLedger.listingOf("node-1")).result()))
                .isEmpty();
        assertThat(ChainLedger.reservations(
                                ask(ChainLedger.reservationsOn("listing-9")).result())
                        .items())
                .isEmpty();
    }

    @Test
    void a_request_is_the_same_each_time_and_names_all_that_it_asks() throws Exception {
        JsonNode request = JSON.readTree(ChainLedger.reservationsOn("listing-1").request());
        assertThat(request.path("method").asText()).isEqualTo("query");
        assertThat(request.at("/params/finality").asText()).isEqualTo("final");
        assertThat(request.at("/params/account_id").asText()).isEqualTo(Marketplace.ACCOUNT);
        assertThat(new String(request.at("/params/args_base64").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo("{\"listing_id\":\"listing-1\",\"limit\":20}");
        assertThat(ChainLedger.registrationOf("node-1").request())
                .isEqualTo(ChainLedger.registrationOf("node-1").request());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "7",
                "{\"node_id\":\"a\",\"node_id\":\"b\"}",
                "{\"node_id\":\"n\",\"identity\":\"alice.near\",\"farm_id\":\"f\",\"registered_at\":1,\"rotations\":0}"
            })
    void an_answer_that_makes_no_sense_is_none(String result) {
        if (!result.isEmpty()) {
            assertThatThrownBy(() -> ChainLedger.registration(result)).isInstanceOf(Unreachable.class);
            assertThatThrownBy(() -> ChainLedger.listing(result)).isInstanceOf(Unreachable.class);
        }
        assertThatThrownBy(() -> ChainLedger.reservations(result)).isInstanceOf(Unreachable.class);
    }

    @Test
    void an_entry_without_an_owner_is_none() throws Exception {
        String result = ask(ChainLedger.registrationOf("node-1")).result();
        assertThatThrownBy(() -> ChainLedger.registration(result.replace("owner", "owned")))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("owner");
    }

    @Test
    void two_answers_are_the_same_however_they_are_written() throws Exception {
        assertThat(ChainLedger.same("{\"a\":1,\"b\":[2]}", "{ \"b\":[2], \"a\":1 }"))
                .isTrue();
        assertThat(ChainLedger.same("{\"a\":1}", "{\"a\":\"1\"}")).isFalse();
        assertThatThrownBy(() -> ChainLedger.same("{", "{")).isInstanceOf(Unreachable.class);
    }
}
