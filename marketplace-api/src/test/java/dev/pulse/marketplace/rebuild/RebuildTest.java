package dev.pulse.marketplace.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Lives;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.note.LedgerNodeNotes;
import dev.pulse.marketplace.note.NodeNotes;
import dev.pulse.schemas.topic.Topics;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Lives that were led on a development ledger, brought back from it alone to a lifecycle stream that knows nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class RebuildTest {
    private static final TransactionSigner OPERATOR = Operator.signer();

    private MarketRig rig;
    private Hosting hosting;
    private Marketplace contract;
    private NodeNotes notes;
    private TransactionSigner farmer;
    private TransactionSigner renter;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        hosting = new Hosting(rig.client);
        contract = new Marketplace(rig.client);
        notes = new LedgerNodeNotes(contract, OPERATOR);
        farmer = rig.person("farmer");
        renter = rig.person("renter");
        hosting.createFarm(farmer, "green", "Green farm");
        rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private Ownership paired(String nodeId, TransactionSigner node) throws Exception {
        hosting.register(node, nodeId, "green");
        String payload = "{\"farmer_account\":\"" + farmer.key().hex() + "\",\"node_account\":\""
                + node.key().hex() + "\",\"node_id\":\"" + nodeId + "\",\"timestamp\":1790000000}";
        String signature =
                Base64.getEncoder().encodeToString(node.sign(Sha256.hash(payload.getBytes(StandardCharsets.UTF_8))));
        Ownership ownership =
                new Ownership(farmer.key(), "green", node.key(), 1_790_000_000L, new Proof(payload, signature));
        rig.lives.carryOut(nodeId, new Command.Pair(ownership), 1);
        notes.paired(nodeId, ownership, true);
        return ownership;
    }

    private Listing published(String nodeId, Ownership ownership) throws Exception {
        Listing listing = contract.list(
                OPERATOR,
                nodeId,
                farmer.key(),
                60,
                15,
                "basic",
                new Listing.Proof(ownership.proof().payload(), ownership.proof().signature()));
        Offer offer = new Offer(listing.listingId(), OPERATOR.key().hex(), 60, 15, "basic", listing.createdAt());
        rig.lives.carryOut(nodeId, new Command.Publish(farmer.key(), offer), 1);
        return listing;
    }

    private void reserved(Listing listing, String request, int slices) throws Exception {
        Reservation made = contract.reserve(OPERATOR, listing.listingId(), renter.key(), slices, 3, request);
        rig.lives.carryOut(
                listing.nodeId(),
                new Command.Reserve(
                        new Hold(request, made.reservationId(), renter.key(), slices, 3, made.from(), made.until())),
                System.currentTimeMillis());
    }

    /** A lifecycle stream that knows nothing. */
    private final class Empty implements AutoCloseable {
        final FakeTopics topics = new FakeTopics(1);
        final Lives lives = new Lives(topics);
        final Orders orders =
                new Orders(lives, topics, topics.serdes().of(Topics.OUTCOMES).deserializer(), InstantSource.system());

        Tally.Counts rebuild() throws Exception {
            Tally tally = new Tally();
            assertThat(orders.awaitReady(Duration.ofSeconds(20))).isTrue();
            new Rebuild(rig.client, OPERATOR.key().hex(), orders, InstantSource.system(), tally).run();
            return tally.counts();
        }

        @Override
        public void close() {
            orders.close();
        }
    }

    @Test
    void every_life_comes_back_as_it_was() throws Exception {
        new Spore(rig.client).approve(renter, OPERATOR.key(), Spore.ONE.multiply(BigInteger.valueOf(10_000)));
        paired("pending", rig.person("pending"));
        published("offered", paired("offered", rig.person("offered")));
        Listing rented = published("rented", paired("rented", rig.person("rented")));
        reserved(rented, "q-1", 2);
        reserved(rented, "q-2", 5);
        Listing closed = published("closed", paired("closed", rig.person("closed")));
        contract.close(OPERATOR, closed.listingId());
        rig.lives.carryOut("closed", new Command.Unpublish(), 1);
        Ownership old = paired("retired", rig.person("retired"));
        rig.lives.carryOut("retired", new Command.Retire(), 1);
        notes.retired("retired", old);
        contract.keep(OPERATOR, "farmer/" + farmer.key().hex(), "{}");
        contract.keep(OPERATOR, "zz", "another kind of note");
        for (int i = 0; i < 120; i++) {
            paired("many-%03d".formatted(i), rig.person("many-" + i));
        }

        try (Empty empty = new Empty()) {
            empty.orders.start();
            Tally.Counts counts = empty.rebuild();
            assertThat(counts.failures()).isEmpty();
            assertThat(counts.nodes()).isEqualTo(125);
            assertThat(counts.owners()).isEqualTo(125);
            assertThat(counts.offers()).isEqualTo(2);
            assertThat(counts.reservations()).isEqualTo(2);
            assertThat(counts.retired()).isEqualTo(1);
            for (String nodeId : new String[] {"pending", "offered", "rented", "closed", "retired", "many-119"}) {
                NodeLife before = rig.lives.life(nodeId);
                NodeLife after = empty.lives.life(nodeId);
                assertThat(after.ownership()).as(nodeId).isEqualTo(before.ownership());
                assertThat(after.offer()).as(nodeId).isEqualTo(before.offer());
                assertThat(after.holds()).as(nodeId).containsExactlyInAnyOrderElementsOf(before.holds());
                assertThat(after.retired()).as(nodeId).isEqualTo(before.retired());
            }
            Tally.Counts again = empty.rebuild();
            assertThat(again.failures()).isEmpty();
            assertThat(again.owners() + again.offers() + again.reservations() + again.retired())
                    .as("what is known stays as it is")
                    .isZero();
        }
    }

    @Test
    void a_node_whose_key_was_changed_comes_back_under_its_new_account_and_pairs_again() throws Exception {
        TransactionSigner first = rig.person("turned");
        Ownership waiting = paired("turned", first);
        TransactionSigner offered = rig.person("turned-offered");
        Ownership onOffer = paired("turned-offered", offered);
        published("turned-offered", onOffer);
        TransactionSigner next = MarketRig.signer("turned since");
        TransactionSigner nextOffered = MarketRig.signer("turned-offered since");
        hosting.rotate(first, "turned", first.key(), next);
        hosting.rotate(farmer, "turned-offered", offered.key(), nextOffered);

        try (Empty empty = new Empty()) {
            empty.orders.start();
            assertThat(empty.rebuild().failures()).isEmpty();
            assertThat(empty.lives.life("turned").ownership())
                    .as("the word of the old key does not count any more")
                    .isEqualTo(new Ownership(farmer.key(), "green", next.key(), waiting.signedAt(), null));
            NodeLife back = empty.lives.life("turned-offered");
            assertThat(back.ownership().identity()).isEqualTo(nextOffered.key());
            assertThat(back.offer()).isEqualTo(rig.lives.life("turned-offered").offer());
        }
        // Not for the others of this class.
        contract.keep(OPERATOR, "node/turned", null);
        contract.keep(OPERATOR, "node/turned-offered", null);
    }

    @Test
    void a_ledger_that_is_away_is_said() throws Exception {
        try (Empty empty = new Empty()) {
            empty.orders.start();
            rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
            try {
                assertThatThrownBy(empty::rebuild).isInstanceOf(LedgerException.class);
            } finally {
                rig.ledger.faults().set(Faults.Plan.NONE);
            }
            assertThat(empty.lives.taken()).isEmpty();
        }
    }
}
