package dev.pulse.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.ledger.contract.Listing.Proof;
import dev.pulse.ledger.devnet.Devnet;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farmer, a node, an operator and a renter by the typed contracts alone. */
class ContractsTest {
    @TempDir
    Path folder;

    private Devnet devnet;
    private Hosting hosting;
    private Marketplace marketplace;
    private Spore spore;
    private TransactionSigner farmer;
    private TransactionSigner node;

    @BeforeEach
    void start() throws Exception {
        devnet = new Devnet(folder);
        hosting = new Hosting(devnet.client());
        marketplace = new Marketplace(devnet.client());
        spore = new Spore(devnet.client());
        farmer = devnet.person("farmer");
        node = devnet.person("node");
    }

    @AfterEach
    void stop() throws IOException {
        devnet.close();
    }

    @Test
    void whoOwnsWhatIsAskedAndTold() throws Exception {
        Farm farm = hosting.createFarm(farmer, "green", "Green farm");
        assertThat(hosting.farm("green")).contains(farm);
        assertThat(farm.owner()).isEqualTo(farmer.key());
        assertThat(hosting.farm("blue")).isEmpty();
        assertThat(hosting.isFarmOwner("green", farmer.key())).isTrue();
        assertThat(hosting.isFarmOwner("green", node.key())).isFalse();
        assertThat(hosting.isFarmOwner("blue", farmer.key())).isFalse();
        assertThat(hosting.farmsOf(farmer.key(), null).items()).containsExactly(farm);
        assertThat(hosting.farmsOf(node.key(), null)).isEqualTo(new Page<>(List.of(), null));

        hosting.register(node, "node-1", "green");
        RegisteredNode registered = hosting.nodeByIdentity(node.key()).orElseThrow();
        assertThat(registered.nodeId()).isEqualTo("node-1");
        assertThat(registered.owner()).isEqualTo(farmer.key());
        assertThat(hosting.nodeByIdentity(farmer.key())).isEmpty();

        TransactionSigner next = Devnet.key("next");
        hosting.rotate(node, "node-1", node.key(), next);
        assertThat(hosting.node("node-1").map(RegisteredNode::identity)).contains(next.key());
        assertThat(hosting.node("node-1").map(RegisteredNode::rotations)).contains(1);
        assertThatThrownBy(() -> hosting.createFarm(node, "green", "Mine"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("belongs to " + farmer.key());
    }

    @Test
    void longListsComePageByPage() throws Exception {
        hosting.createFarm(farmer, "green", "Green farm");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String id = String.format("farm-%03d", i);
            hosting.createFarm(farmer, id, id);
            expected.add(id);
        }
        expected.add("green");
        List<String> found = new ArrayList<>();
        int pages = 0;
        String after = null;
        do {
            Page<Farm> page = hosting.farms(after);
            page.items().forEach(farm -> found.add(farm.farmId()));
            after = page.next();
            pages++;
        } while (after != null);
        assertThat(found).isEqualTo(expected);
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void anOfferIsMadeRentedPaidAndTakenBack() throws Exception {
        TransactionSigner operator = devnet.person("operator");
        TransactionSigner renter = devnet.person("renter");
        hosting.createFarm(farmer, "green", "Green farm");
        hosting.register(node, "node-1", "green");
        String payload = new ObjectMapper()
                .createObjectNode()
                .put("farmer_account", farmer.key().hex())
                .put("node_account", node.key().hex())
                .put("node_id", "node-1")
                .toString();
        Proof proof = new Proof(payload, Devnet.sign(node, payload));
        Listing listing = marketplace.list(operator, "node-1", farmer.key(), -1L, 4, "night", proof);
        assertThat(Long.toUnsignedString(listing.pricePerHour())).isEqualTo("18446744073709551615");
        assertThat(listing.template()).isEqualTo("night");
        listing = marketplace.price(operator, listing.listingId(), 60, null);
        assertThat(marketplace.listingOf("node-1")).isEqualTo(Optional.of(listing));
        assertThat(listing.proof()).isEqualTo(proof);
        assertThat(listing.template()).isNull();
        assertThat(marketplace.listings(null).items()).containsExactly(listing);

        BigInteger cost = Spore.ONE.multiply(BigInteger.valueOf(60 * 2 * 3));
        spore.approve(renter, operator.key(), cost);
        assertThat(spore.allowance(renter.key(), operator.key())).isEqualTo(cost);
        Reservation made = marketplace.reserve(operator, listing.listingId(), renter.key(), 2, 3, "request-1");
        assertThat(made.amount()).isEqualTo(cost);
        assertThat(made.until() - made.from()).isEqualTo(3 * 3_600_000L);
        assertThat(marketplace.reserve(operator, listing.listingId(), renter.key(), 2, 3, "request-1"))
                .isEqualTo(made);
        assertThat(marketplace.reservationsOf(renter.key(), null).items()).containsExactly(made);
        assertThat(marketplace.reservationsOn(listing.listingId(), null).items())
                .containsExactly(made);
        assertThat(marketplace.reservations(null).items()).containsExactly(made);

        assertThat(marketplace.reservation(made.reservationId())).contains(made);
        assertThat(marketplace.reservation("reservation-0")).isEmpty();
        assertThat(marketplace.reservationOfRequest(operator.key(), "request-1"))
                .contains(made);
        assertThat(made.requestId()).isEqualTo("request-1");
        assertThat(marketplace.reservationOfRequest(operator.key(), "request-2"))
                .isEmpty();
        assertThat(marketplace.reservationOfRequest(renter.key(), "request-1"))
                .as("of another caller")
                .isEmpty();

        BigInteger before = spore.balance(farmer.key());
        assertThat(marketplace.runningFor(farmer.key(), null).items())
                .extracting(Payment::reservationId, Payment::paidAt, Payment::earned)
                .containsExactly(tuple(made.reservationId(), 0L, null));
        assertThat(marketplace.paymentsTo(farmer.key(), 0, null).items()).isEmpty();
        Reservation ended = marketplace.release(renter, made.reservationId());
        Payment paid =
                marketplace.paymentsTo(farmer.key(), made.from(), null).items().getFirst();
        assertThat(paid.earned()).isEqualTo(ended.earned());
        assertThat(paid.paidAt()).isGreaterThanOrEqualTo(made.from());
        assertThat(marketplace.paymentsTo(farmer.key(), paid.paidAt() + 1, null).items())
                .isEmpty();
        assertThat(marketplace.runningFor(farmer.key(), null).items()).isEmpty();
        assertThat(ended.open()).isFalse();
        assertThat(made.earned()).isNull();
        assertThat(ended.earned()).isEqualTo(Spore.ONE.multiply(BigInteger.valueOf(120)));
        assertThat(spore.balance(farmer.key()))
                .as("the hour that began")
                .isEqualTo(before.add(Spore.ONE.multiply(BigInteger.valueOf(120))));
        spore.transfer(farmer, node.key(), BigInteger.ONE);
        assertThat(marketplace.close(operator, listing.listingId()).open()).isFalse();
        assertThat(marketplace.listingOf("node-1")).isEmpty();
        Listing again = marketplace.list(operator, "node-1", farmer.key(), 60, 4, null, proof);
        assertThat(marketplace.listingsOf("node-1", null).items())
                .extracting(Listing::listingId)
                .containsExactly(listing.listingId(), again.listingId());
        assertThat(marketplace.listingsOf("node-2", null).items()).isEmpty();
    }

    @Test
    void whatAnAccountNotesIsReadByAllAndWrittenByItself() throws Exception {
        TransactionSigner operator = devnet.person("operator");
        String name = operator.key().hex();
        assertThat(marketplace.note(name, "farmer/1")).isEmpty();
        marketplace.keep(operator, "farmer/1", "{}");
        marketplace.keep(operator, "farmer/1", "{\"a\":1}");
        marketplace.keep(operator, "farmer/2", "two");
        marketplace.keep(farmer, "farmer/1", "another's");
        assertThat(marketplace.note(name, "farmer/1")).contains(new Note("farmer/1", "{\"a\":1}"));
        assertThat(marketplace.notes(name, "farmer/1").items()).containsExactly(new Note("farmer/2", "two"));
        marketplace.keep(operator, "farmer/1", null);
        assertThat(marketplace.notes(name, null).items()).containsExactly(new Note("farmer/2", "two"));
        assertThatThrownBy(() -> marketplace.keep(operator, "Farmer", "x"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("key must match");
        assertThatThrownBy(() -> marketplace.keep(operator, "long", "x".repeat(16_385)))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("1 to 16384");
    }

    @Test
    void anAnswerThatIsNotWhatItShouldBeIsAsBadAsNone() {
        Answer answer = new Answer(
                "farm_get",
                new ObjectMapper()
                        .createObjectNode()
                        .put("owner", "alice.near")
                        .put("n", 1.5)
                        .put("u", "18446744073709551616")
                        .put("items", 1));
        List<ThrowingRead> reads = List.of(
                () -> answer.account("owner"),
                () -> answer.number("n"),
                () -> answer.small("n"),
                () -> answer.flag("n"),
                () -> answer.text("n"),
                () -> answer.unsigned("u"),
                () -> answer.object("owner"),
                () -> answer.page(a -> a));
        for (ThrowingRead read : reads) {
            assertThatThrownBy(read::read)
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("farm_get has no proper");
        }
    }

    @FunctionalInterface
    private interface ThrowingRead {
        Object read() throws Unreachable;
    }
}
