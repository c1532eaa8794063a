package dev.pulse.marketplace.rent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.PublishedNodes;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.convert.LifeRecords;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was left undone is finished, by what a development ledger says. */
class SettlerTest {
    private static final TransactionSigner OPERATOR = Operator.signer();

    private MarketRig rig;
    private PublishedNodes nodes;
    private Marketplace contract;
    private TransactionSigner renter;
    private LifecycleClient lifecycle;
    private Orders orders;
    private final HoldBoard board = new HoldBoard();
    private Instant now = Instant.now();

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        TransactionSigner farmer = rig.person("farmer");
        renter = rig.person("renter");
        new Hosting(rig.client).createFarm(farmer, "green", "Green farm");
        new Spore(rig.client).approve(renter, OPERATOR.key(), new Spore(rig.client).balance(renter.key()));
        nodes = new PublishedNodes(rig, farmer);
        contract = new Marketplace(rig.client);
        lifecycle = new LifecycleClient(rig.lifecycle.uri(), new ObjectMapper());
        orders = new Orders(
                rig.lives, rig.topics, rig.topics.serdes().of(Topics.OUTCOMES).deserializer(), InstantSource.system());
        orders.start();
        assertThat(orders.awaitReady(Duration.ofSeconds(20))).isTrue();
        rig.open(folder);
    }

    @AfterEach
    void stop() throws Exception {
        orders.close();
        lifecycle.close();
        rig.close();
    }

    private Settler settler(int pages) {
        InstantSource clock = () -> now;
        RentDesk desk = new RentDesk(lifecycle, new MockBookings(lifecycle, board, clock), orders, clock, "test");
        return new Settler(contract, OPERATOR, board, lifecycle, desk, clock, pages);
    }

    private Reservation reserve(Listing listing, String request) throws Exception {
        return contract.reserve(OPERATOR, listing.listingId(), renter.key(), 1, 1, request);
    }

    private Hold hold(Reservation made) {
        return new Hold(made.requestId(), made.reservationId(), renter.key(), 1, 1, made.from(), made.until());
    }

    /** The board has read what the lifecycle stream wrote. */
    private void read(String nodeId) {
        board.apply(
                nodeId,
                Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.RESERVED)
                        .setOwner(LifeRecords.owner(rig.lives.life(nodeId).ownership()))
                        .setHolds(LifeRecords.holds(rig.lives.life(nodeId).holds()))
                        .build());
    }

    @Test
    void what_the_lifecycle_stream_was_never_told_it_is_told() throws Exception {
        Reservation made = reserve(nodes.publish("node-1", 3), "request-1");
        Settler settler = settler(Settler.MAX_PAGES);
        assertThat(settler.sweep()).as("whoever made it may be about to say so").isZero();
        now = Instant.ofEpochMilli(made.from()).plusSeconds(121);
        assertThat(settler.sweep()).isOne();
        assertThat(rig.lives.life("node-1").holds()).containsExactly(hold(made));
        assertThat(settler.sweep())
                .as("the board lags behind; who decides is asked, and knows")
                .isZero();
        read("node-1");
        assertThat(settler.sweep()).isZero();
    }

    @Test
    void what_is_over_is_settled_and_passed_over_from_then_on() throws Exception {
        Listing listing = nodes.publish("node-1", 3);
        Reservation first = reserve(listing, "request-1");
        rig.lives.carryOut("node-1", new Command.Reserve(hold(first)), now.toEpochMilli());
        read("node-1");
        now = now.plus(Duration.ofHours(2));
        Settler settler = settler(Settler.MAX_PAGES);
        assertThat(settler.sweep()).isOne();
        assertThat(contract.reservation(first.reservationId()).orElseThrow().open())
                .isFalse();
        assertThat(settler.begin()).isEqualTo(first.reservationId());
        assertThat(settler.sweep()).isZero();
    }

    @Test
    void what_the_ledger_closed_without_us_is_forgotten() throws Exception {
        Reservation made = reserve(nodes.publish("node-1", 3), "request-1");
        rig.lives.carryOut("node-1", new Command.Reserve(hold(made)), now.toEpochMilli());
        read("node-1");
        contract.release(renter, made.reservationId());
        assertThat(settler(Settler.MAX_PAGES).sweep()).isOne();
        assertThat(rig.lives.life("node-1").holds()).isEmpty();
    }

    @Test
    void others_reservations_are_left_alone() throws Exception {
        Listing listing = nodes.publish("node-1", 3);
        Reservation own = contract.reserve(renter, listing.listingId(), renter.key(), 1, 1, "own");
        now = now.plus(Duration.ofHours(2));
        assertThat(settler(Settler.MAX_PAGES).sweep()).isZero();
        assertThat(contract.reservation(own.reservationId()).orElseThrow().open())
                .isTrue();
    }

    @Test
    void a_long_list_is_walked_in_parts_and_from_where_all_are_done() throws Exception {
        Listing listing = nodes.publish("node-1", 500);
        for (int made = 0; made < 150; made++) {
            reserve(listing, "request-" + made);
        }
        now = now.plus(Duration.ofHours(2));
        Settler settler = settler(1);
        assertThat(settler.sweep()).as("one page").isEqualTo(100);
        assertThat(settler.sweep()).as("the rest").isEqualTo(50);
        String done = settler.begin();
        assertThat(done).isNotNull();
        Reservation later = contract.reserve(OPERATOR, listing.listingId(), renter.key(), 1, 5, "request-late");
        await().until(() -> settler.sweep() == 0);
        assertThat(settler.begin()).as("what is open is not passed over").isEqualTo(done);
        now = now.plus(Duration.ofHours(4));
        assertThat(settler.sweep()).isOne();
        assertThat(settler.begin()).isEqualTo(later.reservationId());
    }
}
