package dev.pulse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.proof.Chain.Listing;
import dev.pulse.domain.proof.Chain.Registration;
import dev.pulse.domain.proof.Chain.Reservation;
import dev.pulse.domain.verdict.ReferenceEd25519;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    private static Map<String, Object> heartbeat(String nodeId, Signer node) {
        return new HashMap<>(Map.of(
                "node_id", nodeId, "node_account", node.account(), "timestamp", 1_790_000_000, "audience", "devnet"));
    }

    private static Map<String, Object> pairing(String nodeId, Signer node, Signer farmer) {
        return new HashMap<>(Map.of(
                "node_id",
                nodeId,
                "node_account",
                node.account(),
                "farmer_account",
                farmer.account(),
                "farm_id",
                "green",
                "timestamp",
                1_780_000_000,
                "audience",
                "devnet",
                "path",
                PairingReader.PATH));
    }

    private static Map<String, Object> with(Map<String, Object> document, String name, Object value) {
        document.put(name, value);
        return document;
    }

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

    private static Chain with(Listing listing) {
        return chain(HEARTBEAT, PAIRING, REGISTRATION, listing, RESERVATIONS);
    }

    private static Chain with(Registration registration) {
        return chain(HEARTBEAT, PAIRING, registration, LISTING, RESERVATIONS);
    }

    private static Chain with(Reservation... reservations) {
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
                        with(new Registration("node-2", NODE.account(), "green", FARMER.account(), 0))),
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
                        with(new Listing(
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
                        with(listing("node-1", other, FARMER.account(), OTHER.sign(pairing("node-1", OTHER, FARMER))))),
                new Wrong(
                        "listing.farm_id = registration.farm_id",
                        with(new Listing(
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
                        with(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(pairing("node-2", NODE, FARMER))))),
                new Wrong(
                        "listing.proof.account = listing.identity",
                        with(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                OTHER.sign(pairing("node-1", OTHER, FARMER))))),
                new Wrong(
                        "listing.proof.farmer = listing.farmer",
                        with(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(pairing("node-1", NODE, OTHER))))),
                new Wrong(
                        "listing.proof.operator = listing.operator",
                        with(listing(
                                "node-1",
                                NODE.account(),
                                FARMER.account(),
                                NODE.sign(with(pairing("node-1", NODE, FARMER), "operator", other))))),
                new Wrong(
                        "reservations.listing_id = listing.listing_id",
                        with(
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true),
                                reservation("r-2", "l-2", "node-1", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.node_id = listing.node_id",
                        with(reservation("r-1", "l-1", "node-2", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.farmer = listing.farmer",
                        with(reservation("r-1", "l-1", "node-1", other, 1, true))),
                new Wrong(
                        "reservations.open = true",
                        with(reservation("r-1", "l-1", "node-1", FARMER.account(), 1, false))),
                new Wrong(
                        "reservations.reservation_id differ",
                        with(
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true),
                                reservation("r-1", "l-1", "node-1", FARMER.account(), 1, true))),
                new Wrong(
                        "reservations.slices <= listing.slices",
                        with(
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
        Stream.of(with(forOne), chain(HEARTBEAT, PAIRING, null, null, null))
                .map(rule::check)
                .peek(findings -> assertThat(findings.holds()).isTrue())
                .flatMap(findings -> findings.ties().stream())
                .forEach(tie -> known.add(tie.name()));
        assertThat(oneThingWrong().map(Wrong::tie)).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @EnumSource(Paper.class)
    void aByteThatFlippedInASignatureOrItsPayloadIsFound(Paper paper) {
        Signed good = paper == Paper.HEARTBEAT ? HEARTBEAT : PAIRING;
        byte[] signature = Base64.getDecoder().decode(good.signature());
        for (int at : new int[] {0, 31, 32, 63}) {
            byte[] flipped = signature.clone();
            flipped[at] ^= 1;
            assertNotSigned(
                    paper, new Signed(good.payload(), Base64.getEncoder().encodeToString(flipped)));
        }
        String text = new String(good.payload(), StandardCharsets.UTF_8);
        assertNotSigned(paper, new Signed(utf8(text.replace("0000", "0001")), good.signature()));
        assertNotSigned(paper, new Signed(utf8(text + " "), good.signature()));
        assertNotSigned(paper, new Signed(good.payload(), ""));
        assertNotSigned(paper, new Signed(good.payload(), good.signature().replace("=", "")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertNotSigned(Paper paper, Signed bad) {
        Chain chain = switch (paper) {
            case HEARTBEAT -> chain(bad, PAIRING, REGISTRATION, LISTING, RESERVATIONS);
            case PAIRING -> chain(HEARTBEAT, bad, REGISTRATION, LISTING, RESERVATIONS);
            case LISTING_PROOF -> with(listing("node-1", NODE.account(), FARMER.account(), bad));
        };
        Findings findings = rule.check(chain);
        assertThat(findings.seals().stream().filter(seal -> !seal.holds()))
                .singleElement()
                .returns(paper, Seal::paper)
                .satisfies(seal -> assertThat(seal.detail()).isNotBlank());
        assertThat(findings.holds()).isFalse();
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
    void aFarmersWordCountsForHisNodeWhereFarmersSign() {
        Map<String, Object> his = with(pairing("node-1", NODE, FARMER), "path", PairingReader.FARMER_PATH);
        Seal seal = rule.seal(Paper.PAIRING, FARMER.sign(his));
        assertThat(seal.signer()).isEqualTo(FARMER.account());
        assertThat(seal.detail()).contains("farmer's key");
        assertThat(rule.check(chain(HEARTBEAT, FARMER.sign(his), REGISTRATION, null, null))
                        .holds())
                .isTrue();

        assertThat(rule.seal(Paper.PAIRING, OTHER.sign(his)).holds()).isFalse();
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(his)).holds())
                .as("a node does not sign for the farmers' endpoint")
                .isFalse();
        assertThat(rule.seal(Paper.PAIRING, FARMER.sign(pairing("node-1", NODE, FARMER)))
                        .holds())
                .as("a farmer does not sign for the nodes' endpoint")
                .isFalse();
        Map<String, Object> open = pairing("node-1", NODE, FARMER);
        open.remove("path");
        assertThat(rule.seal(Paper.PAIRING, FARMER.sign(open)).signer()).isEqualTo(FARMER.account());
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(open)).signer()).isEqualTo(NODE.account());
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(with(open, "path", "/api/nodes/rotate")))
                        .detail())
                .contains("another endpoint");
        assertThat(rule.seal(Paper.HEARTBEAT, FARMER.sign(heartbeat("node-1", NODE)))
                        .holds())
                .as("nobody heartbeats for a node")
                .isFalse();
    }

    @Test
    void whatWasSignedForAnotherNetworkIsRefused() {
        Signed elsewhere = NODE.sign(with(pairing("node-1", NODE, FARMER), "audience", "mainnet"));
        assertThat(rule.seal(Paper.PAIRING, elsewhere).detail()).startsWith("wrong_audience");
        assertThat(new ChainRule(new ReferenceEd25519(), null)
                        .seal(Paper.PAIRING, elsewhere)
                        .holds())
                .isTrue();
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
