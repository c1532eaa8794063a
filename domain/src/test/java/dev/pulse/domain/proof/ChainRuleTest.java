package dev.pulse.domain.proof;

import static dev.pulse.domain.proof.Documents.heartbeat;
import static dev.pulse.domain.proof.Documents.pairing;
import static dev.pulse.domain.proof.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.proof.Chain.Listing;
import dev.pulse.domain.proof.Chain.Registration;
import dev.pulse.domain.proof.Chain.Reservation;
import dev.pulse.domain.verdict.ReferenceEd25519;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chain that is whole, and the same with one thing wrong at a time. */
class ChainRuleTest {
    private static final Signer NODE = new Signer();
    private static final Signer FARMER = new Signer();
    private static final Signer OTHER = new Signer();
    private static final Account RENTER = new Signer().account();
    private static final String OPERATOR = new Signer().account().hex();

    private static final Signed HEARTBEAT = NODE.sign(heartbeat("node-1", NODE));
    private static final Signed PAIRING = NODE.sign(pairing("node-1", NODE, FARMER));
    private static final Registration REGISTRATION =
            new Registration("node-1", NODE.account(), "green", FARMER.account(), 0);
    private static final Listing LISTING = listing("node-1", NODE.account(), FARMER.account(), PAIRING);
    private static final List<Reservation> RESERVATIONS = List.of(
            reservation("r-1", "l-1", "node-1", FARMER.account(), 10, true),
            reservation("r-2", "l-1", "node-1", FARMER.account(), 5, true));

    private final ChainRule rule = new ChainRule(new ReferenceEd25519(), "devnet");

    private static Listing listing(String nodeId, Account identity, Account farmer, Signed proof) {
        return new Listing("l-1", nodeId, identity, "green", farmer, OPERATOR, 15, 60, true, proof);
    }

    private static Reservation reservation(
            String id, String listingId, String nodeId, Account farmer, int slices, boolean open) {
        return new Reservation(id, listingId, nodeId, farmer, RENTER, slices, open);
    }

    private static Chain chain(
            Signed heartbeat,
            Signed pairing,
            Registration registration,
            Listing listing,
            List<Reservation> reservations) {
        return new Chain("node-1", heartbeat, pairing, registration, listing, reservations);
    }

    private static Chain whole() {
        return chain(HEARTBEAT, PAIRING, REGISTRATION, LISTING, RESERVATIONS);
    }

    private static Chain chain(Listing listing) {
        return chain(HEARTBEAT, PAIRING, REGISTRATION, listing, RESERVATIONS);
    }

    private static Chain chain(Registration registration) {
        return chain(HEARTBEAT, PAIRING, registration, LISTING, RESERVATIONS);
    }

    private static Chain chain(Reservation... reservations) {
        return chain(HEARTBEAT, PAIRING, REGISTRATION, LISTING, List.of(reservations));
    }

    private static List<String> broken(Findings findings) {
        return findings.ties().stream().filter(tie -> !tie.ok()).map(Tie::name).toList();
    }

    @Test
    void aWholeChainHoldsAndSaysWhoSignedWhat() {
        Findings findings = rule.check(whole());
        assertThat(findings.holds()).isTrue();
        assertThat(findings.seals()).extracting(Seal::paper).containsExactly(Paper.values());
        assertThat(findings.seals()).extracting(Seal::signer).containsOnly(NODE.account());
        assertThat(findings.seals().getFirst().word().timestamp()).isEqualTo(1_790_000_000L);
        assertThat(findings.ties()).allMatch(Tie::ok).extracting(Tie::name).doesNotHaveDuplicates();
        assertThat(findings.ties())
                .filteredOn(tie -> tie.name().equals("pairing.farmer = registration.owner"))
                .singleElement()
                .returns(FARMER.account().hex(), Tie::left)
                .returns(FARMER.account().hex(), Tie::right);
    }

    /** One thing wrong, and the tie that must tell of it. */
    record Wrong(String tie, Chain chain) {
        @Override
        public String toString() {
            return tie;
        }
    }

    static Stream<Wrong> oneThingWrong() {
        Account other = OTHER.account();
        return Stream.of(
                new Wrong(
                        "heartbeat.node_id = node_id",
                        chain(NODE.sign(heartbeat("node-2", NODE)), PAIRING, REGISTRATION, LISTING, RESERVATIONS)),
                new Wrong(
                        "heartbeat.account = registration.identity",
                        chain(OTHER.sign(heartbeat("node-1", OTHER)), PAIRING, REGISTRATION, LISTING, RESERVATIONS)),
                new Wrong(
                        "heartbeat.account = pairing.account",
                        chain(OTHER.sign(heartbeat("node-1", OTHER)), PAIRING, null, null, null)),
                new Wrong(
                        "pairing.node_id = node_id",
                        chain(
                                HEARTBEAT,
                                NODE.sign(pairing("node-2", NODE, FARMER)),
                                REGISTRATION,
                                LISTING,
                                RESERVATIONS)),
                new Wrong(
                        "pairing.account = registration.identity",
                        chain(
                                HEARTBEAT,
                                OTHER.sign(pairing("node-1", OTHER, FARMER)),
                                REGISTRATION,
                                LISTING,
                                RESERVATIONS)),
                new Wrong(
                        "pairing.farmer = registration.owner",
                        chain(
                                HEARTBEAT,
                                NODE.sign(pairing("node-1", NODE, OTHER)),
                                REGISTRATION,
                                LISTING,
                                RESERVATIONS)),
                new Wrong(
                        "pairing.farm_id = registration.farm_id",
                        chain(
                                HEARTBEAT,
                                NODE.sign(with(pairing("node-1", NODE, FARMER), "farm_id", "blue")),
                                REGISTRATION,
                                LISTING,
                                RESERVATIONS)),
                new Wrong(
                        "registration.node_id = node_id",
                        chain(new Registration("node-2", NODE.account(), "green", FARMER.account(), 0))),
                new Wrong(
                        "listing.node_id = node_id",
                        chain(
                                HEARTBEAT,
                                PAIRING,
                                REGISTRATION,
                                listing(
                                        "node-2",
                                        NODE.account(),
                                        FARMER.account(),
                                        NODE.sign(pairing("node-2", NODE, FARMER))),
                                List.of())),
                new Wrong(
                        "listing.open = true",
                        chain(new Listing(
                                "l-1",
                                "node-1",
                                NODE.account(),
                                "green",
                                FARMER.account(),
                                OPERATOR,
                                15,
                                60,
                                false,
                                PAIRING))),
                new Wrong(
                        "listing.identity = registration.identity",
                        chain(listing(
                                "node-1", other, FARMER.account(), OTHER.sign(pairing("node-1", OTHER, FARMER))))),
                new Wrong(
                        "listing.farm_id = registration.farm_id",
                        chain(new Listing(
                                "l-1",
                                "node-1",
                                NODE.account(),
                                "blue",
                                FARMER.account(),
                                OPERATOR,
                                15,
                                60,
                                true,
                                PAIRING))),
                new Wrong(
                        "listing.farmer = registration.owner",
                        chain(
                                HEARTBEAT,
                                PAIRING,
                                REGISTRATION,
                                listing("node-1", NODE.account(), other, NODE.sign(pairing("node-1", NODE, OTHER))),
                                List.of())),
                new Wrong(
                        "listing.proof.node_id = listing.node_id",
                        chain(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(pairing("node-2", NODE, FARMER))))),
                new Wrong(
                        "listing.proof.account = listing.identity",
                        chain(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                OTHER.sign(pairing("node-1", OTHER, FARMER))))),
                new Wrong(
                        "listing.proof.farmer = listing.farmer",
                        chain(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(pairing("node-1", NODE, OTHER))))),
                new Wrong(
                        "listing.proof.operator = listing.operator",
                        chain(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(with(pairing("node-1", NODE, FARMER), "operator", other))))),
                new Wrong(
                        "reservations.listing_id = listing.listing_id",
                        chain(
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true),
                                reservation("r-2", "l-2", "node-1", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.node_id = listing.node_id",
                        chain(reservation("r-1", "l-1", "node-2", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.farmer = listing.farmer",
                        chain(reservation("r-1", "l-1", "node-1", other, 1, true))),
                new Wrong(
                        "reservations.open = true",
                        chain(reservation("r-1", "l-1", "node-1", FARMER.account(), 1, false))),
                new Wrong(
                        "reservations.reservation_id differ",
                        chain(
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true),
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.slices <= listing.slices",
                        chain(
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 15, true),
                                reservation("r-2", "l-1", "node-1", FARMER.account(), 1, true))));
    }

    @ParameterizedTest
    @MethodSource("oneThingWrong")
    void oneThingThatIsWrongBreaksOneTie(Wrong wrong) {
        Findings findings = rule.check(wrong.chain());
        assertThat(broken(findings)).containsExactly(wrong.tie());
        assertThat(findings.seals()).allMatch(Seal::holds);
        assertThat(findings.holds()).isFalse();
    }

    @Test
    void everyTieThatThereIsIsBrokenSomewhereAbove() {
        TreeSet<String> known = new TreeSet<>();
        Listing forOne = listing(
                "node-1",
                NODE.account(),
                FARMER.account(),
                NODE.sign(with(pairing("node-1", NODE, FARMER), "operator", OPERATOR)));
        Stream.of(chain(forOne), chain(HEARTBEAT, PAIRING, null, null, null))
                .map(rule::check)
                .peek(findings -> assertThat(findings.holds()).isTrue())
                .flatMap(findings -> findings.ties().stream())
                .forEach(tie -> known.add(tie.name()));
        assertThat(oneThingWrong().map(Wrong::tie)).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void aDocumentThatWasNotSignedIsFoundWhereverItStands() {
        Signed heartbeat = new Signed(HEARTBEAT.payload(), PAIRING.signature());
        Signed pairing = new Signed(PAIRING.payload(), HEARTBEAT.signature());
        Listing listing = listing("node-1", NODE.account(), FARMER.account(), pairing);
        assertNotSigned(Paper.HEARTBEAT, chain(heartbeat, PAIRING, REGISTRATION, LISTING, RESERVATIONS));
        assertNotSigned(Paper.PAIRING, chain(HEARTBEAT, pairing, REGISTRATION, LISTING, RESERVATIONS));
        assertNotSigned(Paper.LISTING_PROOF, chain(listing));
    }

    private void assertNotSigned(Paper paper, Chain chain) {
        Findings findings = rule.check(chain);
        assertThat(findings.seals().stream().filter(seal -> !seal.holds()))
                .singleElement()
                .returns(paper, Seal::paper);
        assertThat(broken(findings)).isEmpty();
        assertThat(findings.holds()).isFalse();
    }

    @Test
    void aFarmersWordMakesAChainToo() {
        Signed his = FARMER.sign(with(pairing("node-1", NODE, FARMER), "path", PairingReader.FARMER_PATH));
        Listing listing = listing("node-1", NODE.account(), FARMER.account(), his);
        Findings findings = rule.check(chain(HEARTBEAT, his, REGISTRATION, listing, RESERVATIONS));
        assertThat(findings.holds()).isTrue();
        assertThat(findings.seals())
                .extracting(Seal::signer)
                .containsExactly(NODE.account(), FARMER.account(), FARMER.account());
    }

    @Test
    void whatCanNotBeReadBreaksTheTieToItsNode() {
        Signed loose =
                NODE.sign("{\"timestamp\":1,\"node_id\":\"node-1\",\"node_account\":\"" + NODE.account() + "\"}");
        Findings findings = rule.check(chain(loose, PAIRING, REGISTRATION, null, null));
        assertThat(findings.seals().getFirst().detail()).contains("canonical form");
        assertThat(broken(findings)).containsExactly("heartbeat.node_id = node_id");
        assertThat(rule.ties(chain(HEARTBEAT, NODE.sign("{}"), null, null, null)))
                .filteredOn(tie -> !tie.ok())
                .singleElement()
                .returns("unreadable", Tie::left);
    }

    @Test
    void afterARotationTheChainGoesThroughTheLedger() {
        Registration rotated = new Registration("node-1", OTHER.account(), "green", FARMER.account(), 1);
        Findings findings =
                rule.check(chain(OTHER.sign(heartbeat("node-1", OTHER)), PAIRING, rotated, LISTING, RESERVATIONS));
        assertThat(broken(findings))
                .containsExactly("pairing.account = registration.identity", "listing.identity = registration.identity");
        assertThat(findings.ties())
                .filteredOn(tie -> !tie.ok())
                .allSatisfy(tie -> assertThat(tie.explained()).contains("changed the node's key once"));
        assertThat(findings.holds()).isTrue();

        Findings old = rule.check(chain(HEARTBEAT, PAIRING, rotated, null, null));
        assertThat(old.ties())
                .filteredOn(tie -> !tie.stands())
                .extracting(Tie::name)
                .as("nothing explains that an old key goes on")
                .containsExactly("heartbeat.account = registration.identity");
    }

    @Test
    void aChainOfNothingHasNothingWrong() {
        Findings findings = rule.check(chain(null, null, null, null, null));
        assertThat(findings.seals()).isEmpty();
        assertThat(findings.ties()).isEmpty();
        assertThat(broken(rule.check(chain(null, null, null, null, RESERVATIONS))))
                .isEmpty();
    }
}
