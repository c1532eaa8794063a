package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Operator;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A renter's way over his page: what he signs and reserves there stands on the ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class RenterPageTest {
    /** Answers that are asked for here; a browser writes each on the console, and it is read at any later look. */
    private static final String[] REFUSALS = {"404", "409", "502"};

    private Trade trade;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        trade = new Trade(folder);
        for (String node : List.of("walk", "lucky", "small")) {
            trade.nodes.publish(node, node.equals("small") ? 1 : 15);
        }
        await().atMost(Chromium.PATIENCE)
                .until(() -> new Browser(trade.url()).get("/api/v1/nodes/small").status() == 200);
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
        chromium.visit("/renter");
        chromium.script("localStorage.clear()");
        chromium.visit("/renter");
        trade.signIn(chromium, name);
    }

    private static BigInteger whole(long amount) {
        return Spore.ONE.multiply(BigInteger.valueOf(amount));
    }

    private BigInteger allowance(TransactionSigner who) throws Exception {
        return trade.spore.allowance(who.key(), Operator.signer().key());
    }

    private List<Reservation> reservations(TransactionSigner who) throws Exception {
        return trade.contract.reservationsOf(who.key(), null).items();
    }

    @Test
    void slices_are_found_by_a_link_signed_for_reserved_and_given_back() throws Exception {
        TransactionSigner me = trade.renter;
        as("renter");
        chromium.visit("/renter?node=walk&slices=2&hours=3");
        chromium.see(".target", "15 of 15 slices free");
        chromium.see("#reserve-cost", "360 SPORE");
        chromium.see("#balance", "100,000 SPORE");
        chromium.isSound(REFUSALS);
        chromium.click("#reserve button", "Sign, reserve and pay");
        chromium.see("#reserve .said", "Reserved: 2 slices of walk");
        chromium.see("#mine .reservation", "360 SPORE");
        chromium.see("#mine .reservation", "online");
        chromium.see("#balance", "99,640 SPORE");
        chromium.isSound(REFUSALS);
        Reservation made = reservations(me).getFirst();
        assertThat(made.amount()).isEqualTo(whole(360));
        assertThat(made.operator()).isEqualTo(Operator.signer().key().hex());
        assertThat(allowance(me)).as("signed for this and no more").isZero();

        chromium.click("#mine button", "Give it back");
        chromium.see("dialog", "about 120 SPORE of 360 SPORE");
        chromium.isSound(REFUSALS);
        chromium.click("dialog button", "Cancel");
        chromium.click("#mine button", "Give it back");
        chromium.click("dialog button", "Give it back");
        chromium.see("#mine", "You rent nothing.");
        chromium.click("#past-box summary");
        chromium.see("#past td", "120 SPORE");
        chromium.see("#balance", "99,880 SPORE");
        assertThat(trade.spore.balance(me.key())).isEqualTo(whole(99_880));
        chromium.isSound(REFUSALS);
    }

    @Test
    void what_the_marketplace_may_spend_is_signed_and_taken_back() throws Exception {
        TransactionSigner me = trade.rig.person("approver");
        as("approver");
        chromium.type("#approve-amount", "1.5");
        chromium.click("#approve button", "Sign and approve");
        chromium.see("#approve .error", "Whole SPORE");
        chromium.type("#approve-amount", "500");
        chromium.click("#approve button", "Sign and approve");
        chromium.see("#approve .said", "500 SPORE");
        chromium.see("#allowance", "500 SPORE");
        assertThat(allowance(me)).isEqualTo(whole(500));
        chromium.click("#approve button", "Take it back");
        chromium.see("#allowance", "0 SPORE");
        await().atMost(Chromium.PATIENCE).until(() -> allowance(me).signum() == 0);
    }

    @Test
    void errors_are_said_where_they_were_made() throws Exception {
        trade.rig.person("clumsy");
        as("clumsy");
        chromium.click("#reserve button", "Reserve and pay");
        chromium.see("#reserve .error", "The id of a node");
        chromium.type("#reserve-node", "nowhere");
        chromium.see(".target", "No node is known as nowhere.");
        chromium.type("#reserve-node", "small");
        chromium.see(".target", "1 of 1 slice free");
        chromium.type("#reserve-hours", "721");
        chromium.click("#reserve button[type=submit]");
        chromium.see("#reserve .error", "from 1 to 720");
        chromium.type("#reserve-hours", "1");
        chromium.type("#reserve-slices", "2");
        chromium.click("#reserve button[type=submit]");
        chromium.see("#reserve .notice.error", "slice");
        chromium.seeNo(".unfinished");
        chromium.type("#reserve-slices", "1000");
        chromium.type("#reserve-hours", "720");
        chromium.see("#reserve .notice.warn", "not enough for this");
        chromium.isSound(REFUSALS);
    }

    @Test
    void an_answer_that_got_lost_is_asked_for_again_and_paid_once() throws Exception {
        TransactionSigner me = trade.rig.person("unlucky");
        trade.spore.approve(me, Operator.signer().key(), whole(1_000));
        as("unlucky");
        chromium.visit("/renter?node=lucky");
        chromium.see("#reserve-cost", "60 SPORE");
        chromium.see("#allowance", "1,000 SPORE");
        trade.rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, false));
        try {
            chromium.click("#reserve button[type=submit]");
            chromium.see("#reserve .notice.error");
        } finally {
            trade.rig.ledger.faults().set(Faults.Plan.NONE);
        }
        chromium.see(".unfinished", "it is the same reservation, paid once");
        chromium.visit("/renter");
        chromium.see(".unfinished", "1 slice of lucky for 1 hour");
        chromium.isSound(REFUSALS);
        chromium.click(".unfinished button", "Ask again");
        chromium.see("#reserve .said", "slice of lucky");
        chromium.seeNo(".unfinished");
        assertThat(reservations(me)).hasSize(1);
        chromium.visit("/renter?node=lucky");
        chromium.see("#reserve-cost", "60 SPORE");
        chromium.click("#reserve button[type=submit]");
        chromium.see("#reserve .said", "Reserved: 1 slice of lucky");
        assertThat(reservations(me)).as("the same again is another wish").hasSize(2);
    }
}
