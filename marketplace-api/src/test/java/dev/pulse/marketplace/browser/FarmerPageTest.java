package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A farmer's way over his page: what he does there stands on the ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class FarmerPageTest {
    /** Answers that are asked for here; a browser writes each on the console, and it is read at any later look. */
    private static final String[] REFUSALS = {"404", "409"};

    private Trade trade;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        trade = new Trade(folder);
        chromium = Chromium.open(trade.url());
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        trade.close();
    }

    private void as(String name) throws Exception {
        chromium.visit("/farmer");
        chromium.script("localStorage.clear()");
        chromium.visit("/farmer");
        trade.signIn(chromium, name);
    }

    private static String card(String nodeId) {
        return "[data-node=" + nodeId + "]";
    }

    @Test
    void who_has_no_nodes_is_told_how_to_get_one() throws Exception {
        TransactionSigner newcomer = trade.rig.person("newcomer");
        as("newcomer");
        chromium.see("#pending", "./pulse node join --farm FARM --farmer " + newcomer.key());
        chromium.see("#nodes", "Nothing is offered yet.");
        chromium.see("#earnings .earned", "0 SPORE");
        chromium.isSound(REFUSALS);
    }

    @Test
    void a_node_is_paired_offered_rented_priced_taken_back_and_retired() throws Exception {
        as("farmer");
        trade.pair("walk");
        String card = card("walk");
        chromium.see("#pending " + card + " h3", "host-walk");
        chromium.see(card, "16 cores");
        chromium.see(card, "64 GB");
        chromium.see(card, "2 TB");
        chromium.see(card, "checked on the ledger");
        chromium.isSound(REFUSALS);

        chromium.click(card + " .tier", "premium");
        chromium.click(card + " button", "Offer it");
        chromium.see("#nodes " + card, "250 SPORE");
        Listing listing = trade.contract.listingOf("walk").orElseThrow();
        assertThat(listing.pricePerHour()).isEqualTo(250);
        assertThat(listing.template()).isEqualTo("premium");

        chromium.click(card + " button", "Price");
        chromium.click("dialog .tier", "other price");
        chromium.type("dialog input[type=text]", "0");
        chromium.click("dialog button", "Change the price");
        chromium.see("dialog .field .error", "Whole SPORE, from 1 on.");
        chromium.isSound(REFUSALS);
        chromium.type("dialog input[type=text]", "77");
        chromium.click("dialog button", "Change the price");
        chromium.see("#nodes " + card, "77 SPORE");
        assertThat(trade.contract.listingOf("walk").orElseThrow().pricePerHour())
                .isEqualTo(77);

        Reservation made = trade.contract.reserve(trade.renter, listing.listingId(), trade.renter.key(), 2, 3, "one");
        chromium.click(card + " button", "Take back");
        chromium.see(card + " .notice.error", "rented");
        chromium.visit("/farmer");
        chromium.see("#earnings", "154 SPORE more");
        chromium.see("#earnings", "an estimate");
        trade.contract.release(trade.renter, made.reservationId());
        chromium.visit("/farmer");
        chromium.see("#earnings .earned", "154 SPORE");
        chromium.see("#earnings .hours");
        chromium.isSound(REFUSALS);

        chromium.click(card + " button", "Maintenance");
        chromium.click("dialog button", "Announce it");
        chromium.see("#nodes " + card, "maintenance");
        chromium.click(card + " button", "End maintenance");
        chromium.see(card + " button", "Maintenance");
        chromium.see("#nodes " + card, "published");

        chromium.click(card + " button", "Take back");
        chromium.see("#pending " + card, "pending");
        assertThat(trade.contract.listingOf("walk")).isEmpty();
        chromium.click(card + " button", "Retire");
        chromium.see("dialog", "There is no way back.");
        chromium.isSound(REFUSALS);
        chromium.click("dialog button", "Retire it for good");
        chromium.seeNo("#pending " + card);
        chromium.see("#retired-box");
    }

    @Test
    void what_a_farmer_arranges_stays_and_new_nodes_are_offered_by_themselves() throws Exception {
        as("farmer");
        chromium.click("#templates button", "Add a template");
        chromium.type("#template-name", "Night rate");
        chromium.type("#template-price", "33");
        chromium.click("dialog button", "Add it");
        chromium.see("dialog .error", "lower-case letters");
        chromium.type("#template-name", "night");
        chromium.click("dialog button", "Add it");
        chromium.see("#templates tr", "night");
        chromium.click("#templates [aria-label='Change night']");
        chromium.type("#template-price", "34");
        chromium.click("dialog button", "Change it");
        chromium.see("#templates tr", "34 SPORE");

        chromium.click("#auto-on");
        chromium.click("#auto .tier", "night");
        chromium.click("#auto button", "Switch it on");
        chromium.see("#auto .switch", "On, for 34 SPORE (night)");
        chromium.click("#templates [aria-label='Remove night']");
        chromium.click("dialog button", "Remove it");
        chromium.see("#templates .notice.error", "night");
        chromium.isSound(REFUSALS);
        trade.pair("eager");
        chromium.see("#nodes " + card("eager"), "34 SPORE");
        chromium.click("#auto-on");
        chromium.see("#auto .switch", "Off");
        chromium.click(card("eager") + " button", "Take back");
        chromium.see("#pending " + card("eager"), "pending");
        chromium.click("#templates [aria-label='Remove night']");
        chromium.click("dialog button", "Remove it");
        chromium.seeNo("#templates [aria-label='Remove night']");
    }

    @Test
    void a_node_that_cant_pair_is_taken_over_signed_for_and_offered() throws Exception {
        TransactionSigner node = trade.rig.person("mute");
        new Hosting(trade.rig.client).register(node, "mute", "green");
        trade.rig.lives.bind("mute", node.key());
        trade.rig.topics.append(
                Topics.STATE,
                "mute",
                Records.state("mute", LivenessState.ONLINE, "eu", LifecycleStage.DISCOVERED)
                        .setAccount(node.key().hex())
                        .setMyceliumIp("46a:1::1")
                        .build());
        as("farmer");
        chromium.type("#adopt-ip", "46a:1::2");
        chromium.click("#adopt button");
        chromium.see("#adopt .notice.error", "No node says that its address is 46a:1::2.");
        chromium.type("#adopt-ip", "46a:1::1");
        await().until(() -> new Browser(trade.url()).get("/api/v1/nodes/mute").status() == 200);
        chromium.click("#adopt button");
        chromium.see("#adopt .said", "mute is yours");
        chromium.click("#pending " + card("mute") + " button", "Offer it");
        chromium.see("#nodes " + card("mute"), "60 SPORE");
        assertThat(trade.contract.listingOf("mute").orElseThrow().proof().payload())
                .contains("/api/dashboard/nodes/from-explorer");
    }
}
