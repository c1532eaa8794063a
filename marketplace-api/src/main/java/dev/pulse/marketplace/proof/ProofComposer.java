package dev.pulse.marketplace.proof;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.SignatureText;
import dev.pulse.domain.proof.Chain;
import dev.pulse.domain.proof.ChainRule;
import dev.pulse.domain.proof.Paper;
import dev.pulse.domain.proof.Seal;
import dev.pulse.domain.proof.Signed;
import dev.pulse.domain.proof.Tie;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.proof.ChainLedger;
import dev.pulse.ledger.proof.Statement;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ProofAnswer;
import dev.pulse.marketplace.answer.ProofAnswer.HeartbeatLink;
import dev.pulse.marketplace.answer.ProofAnswer.LedgerLink;
import dev.pulse.marketplace.answer.ProofAnswer.MissingLink;
import dev.pulse.marketplace.answer.ProofAnswer.PairingLink;
import dev.pulse.marketplace.answer.ProofAnswer.Step;
import dev.pulse.marketplace.answer.ProofAnswer.TieAnswer;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.proof.LedgerLinks.Found;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts the links of a node together to an answer, each with what it says and what to check it against. Immutable. */
public final class ProofComposer {
    private static final String ANY_NODE =
            "Any node of the ledger: POST request to it, and the bytes in its result.result must be result.";

    private final ChainRule rule;

    /** @param rule says whether the links fit together */
    public ProofComposer(ChainRule rule) {
        this.rule = rule;
    }

    /** A heartbeat's fields as they are shown. */
    private record Shown(
            String account,
            String publicKey,
            Long timestamp,
            Long receivedAt,
            String region,
            Boolean legacy,
            String payload,
            String payloadBase64,
            String sha256,
            String signature,
            LifecycleNode.Pointer evidence) {
        static final Shown NOTHING = new Shown(null, null, null, null, null, null, null, null, null, null, null);

        static Shown of(VerifiedHeartbeat heartbeat, LifecycleNode.Pointer at) {
            byte[] payload = Bytes.copy(heartbeat.getPayload());
            return new Shown(
                    heartbeat.getAccount(),
                    new Account(heartbeat.getAccount()).publicKeyText(),
                    heartbeat.getTimestamp(),
                    heartbeat.getReceivedAt().getEpochSecond(),
                    heartbeat.getRegion(),
                    heartbeat.getLegacy(),
                    new String(payload, StandardCharsets.UTF_8),
                    Recipes.base64(payload),
                    ProofComposer.sha256(payload),
                    Recipes.base64(Bytes.copy(heartbeat.getSignature())),
                    at);
        }
    }

    /** The links of one node while they are put together. */
    private static final class Parts {
        final List<MissingLink> missing = new ArrayList<>();
        boolean complete = true;
        HeartbeatLink heartbeat;
        Signed signedHeartbeat;
        PairingLink pairing;
        Signed signedPairing;
        boolean sealed = true;

        void missing(String link, String reason, String detail, boolean known) {
            missing.add(new MissingLink(link, reason, detail));
            complete &= known;
        }
    }

    /**
     * The answer for one node.
     *
     * @param heartbeat the record of its last accepted heartbeat; null where Kafka has none
     * @param node what the lifecycle stream knows
     */
    public ProofAnswer compose(
            String nodeId, VerifiedHeartbeat heartbeat, LifecycleNode node, LedgerLinks ledger, Progress progress) {
        Parts parts = new Parts();
        heartbeat(parts, heartbeat, node);
        pairing(parts, node.life() == null ? null : node.life().owner());
        LedgerLink registration = link(parts, "registration", ledger.registration(), ProofComposer::says);
        LedgerLink listing = link(parts, "listing", ledger.listing(), ProofComposer::says);
        LedgerLink reservations = link(parts, "reservations", ledger.reservations(), ProofComposer::says);
        Chain.Listing offer = of(ledger.listing());
        Page<Chain.Reservation> page = of(ledger.reservations());
        parts.complete &= page == null || page.next() == null;
        List<Tie> ties = rule.ties(new Chain(
                nodeId,
                parts.signedHeartbeat,
                parts.signedPairing,
                of(ledger.registration()),
                offer,
                page == null ? null : page.items()));
        Shown shown = heartbeat == null ? Shown.NOTHING : Shown.of(heartbeat, node.evidence());
        return new ProofAnswer(
                nodeId,
                shown.account(),
                shown.publicKey(),
                shown.timestamp(),
                shown.receivedAt(),
                shown.region(),
                shown.legacy(),
                shown.payload(),
                shown.payloadBase64(),
                shown.sha256(),
                shown.signature(),
                shown.evidence(),
                parts.signedHeartbeat == null ? List.of() : recipe(heartbeat),
                parts.heartbeat,
                parts.pairing,
                registration,
                listing,
                reservations,
                parts.missing,
                ties.stream().map(ProofComposer::answer).toList(),
                parts.sealed && ties.stream().allMatch(Tie::stands),
                parts.complete,
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    private static void heartbeat(Parts parts, VerifiedHeartbeat heartbeat, LifecycleNode node) {
        if (heartbeat == null && node.lastSeen() == null) {
            parts.missing("heartbeat", "not_heard", "This node was paired, and never heard from.", true);
        } else if (heartbeat == null) {
            parts.missing(
                    "heartbeat", "evidence_gone", "Kafka has no accepted heartbeat of this node any more.", false);
        } else if (heartbeat.getLegacy()) {
            parts.missing(
                    "heartbeat",
                    "unsigned",
                    "Its last heartbeat was unsigned, let in by the migration switch: it proves nothing.",
                    true);
        } else {
            parts.signedHeartbeat = new Signed(
                    Bytes.copy(heartbeat.getPayload()), Recipes.base64(Bytes.copy(heartbeat.getSignature())));
            parts.heartbeat = new HeartbeatLink(
                    "Who has the key " + heartbeat.getAccount() + " was running " + heartbeat.getNodeId() + " at "
                            + heartbeat.getTimestamp() + " (unix seconds, by the node's clock).",
                    "The account itself: it is the public key.");
        }
    }

    private static List<Step> recipe(VerifiedHeartbeat heartbeat) {
        Account account = new Account(heartbeat.getAccount());
        return Recipes.signed(
                "",
                Bytes.copy(heartbeat.getPayload()),
                Bytes.copy(heartbeat.getSignature()),
                account,
                "node_account must be " + account);
    }

    private void pairing(Parts parts, LifecycleNode.Owner owner) {
        if (owner == null) {
            parts.missing("pairing", "not_paired", "Nobody has paired this node.", true);
            return;
        }
        if (owner.payload() == null || owner.signature() == null) {
            parts.missing(
                    "pairing",
                    "not_signed",
                    "The ledger alone says whose it is; no signed word of the node or its farmer is kept.",
                    true);
            return;
        }
        byte[] payload = owner.payload().getBytes(StandardCharsets.UTF_8);
        parts.signedPairing = new Signed(payload, owner.signature());
        Seal seal = rule.seal(Paper.PAIRING, parts.signedPairing);
        parts.sealed = seal.holds();
        boolean byNode = seal.holds() && seal.signer().equals(seal.word().account());
        parts.pairing = new PairingLink(
                says(seal, byNode),
                "The account that signed it: it is the public key.",
                seal.holds() ? byNode ? "node" : "farmer" : null,
                seal.holds() ? seal.signer().hex() : null,
                seal.word() == null ? null : seal.word().account().hex(),
                seal.word() == null ? null : seal.word().farmer().hex(),
                seal.word() == null ? null : seal.word().farmId(),
                seal.word() == null ? null : seal.word().timestamp(),
                owner.payload(),
                Recipes.base64(payload),
                sha256(payload),
                owner.signature(),
                seal.holds() ? signed("pairing-", parts.signedPairing, seal, byNode) : List.of());
    }

    private static String says(Seal seal, boolean byNode) {
        if (!seal.holds()) {
            return "Nothing: " + seal.detail();
        }
        return byNode
                ? "Who has the node's key said that it belongs to the farmer "
                        + seal.word().farmer() + "."
                : "Who has the farmer's key said that the node with the key "
                        + seal.word().account() + " is his.";
    }

    private static List<Step> signed(String files, Signed signed, Seal seal, boolean byNode) {
        return Recipes.signed(
                files,
                signed.payload(),
                SignatureText.decode(signed.signature()),
                seal.signer(),
                (byNode ? "node_account" : "farmer_account") + " must be " + seal.signer());
    }

    private static <T> T of(Found<T> found) {
        return switch (found) {
            case Found.Stated<T> stated -> stated.link();
            case Found.Missing<T> missing -> null;
        };
    }

    private <T> LedgerLink link(Parts parts, String name, Found<T> found, Function<T, String> says) {
        return switch (found) {
            case Found.Missing<T> missing -> {
                parts.missing(name, missing.reason(), missing.detail(), missing.known());
                yield null;
            }
            case Found.Stated<T> stated -> {
                Statement statement = stated.statement();
                yield new LedgerLink(
                        says.apply(stated.link()),
                        ANY_NODE,
                        statement.call().contract(),
                        statement.call().method(),
                        statement.call().arguments(),
                        statement.result(),
                        statement.blockHeight(),
                        statement.blockHash(),
                        statement.call().request(),
                        Stream.concat(
                                        Recipes.stated(name, statement).stream(),
                                        stated.link() instanceof Chain.Listing listing
                                                ? proof(listing, parts.signedPairing).stream()
                                                : Stream.of())
                                .toList());
            }
        };
    }

    /** The signed pairing in an offer; nothing where it is the one that is shown as a link of its own. */
    private List<Step> proof(Chain.Listing listing, Signed pairing) {
        if (pairing != null
                && Arrays.equals(pairing.payload(), listing.proof().payload())
                && pairing.signature().equals(listing.proof().signature())) {
            return List.of();
        }
        Seal seal = rule.seal(Paper.LISTING_PROOF, listing.proof());
        return seal.holds()
                ? signed(
                        "listing-",
                        listing.proof(),
                        seal,
                        seal.signer().equals(seal.word().account()))
                : List.of();
    }

    private static String says(Chain.Registration registration) {
        int times = registration.rotations();
        return "The ledger has " + registration.nodeId() + " under the key " + registration.identity()
                + ", in the farm " + registration.farmId() + " of " + registration.owner() + "; its key was "
                + (times == 0 ? "never changed." : "changed " + times + (times == 1 ? " time." : " times."));
    }

    private static String says(Chain.Listing listing) {
        return "The operator " + listing.operator() + " offers " + listing.slices() + " slices of it for the farmer "
                + listing.farmer() + ", at " + Long.toUnsignedString(listing.pricePerHour())
                + " SPORE for a slice and hour, with the signed pairing that is in it.";
    }

    private static String says(Page<Chain.Reservation> page) {
        long slices = page.items().stream().mapToLong(Chain.Reservation::slices).sum();
        int count = page.items().size();
        String more =
                page.next() == null ? "" : " They are the first " + ChainLedger.RESERVATIONS + "; there are more.";
        return count == 0
                ? "Nobody holds slices of it."
                : count + (count == 1 ? " reservation holds " : " reservations hold ") + slices + " of its slices."
                        + more;
    }

    private static TieAnswer answer(Tie tie) {
        return new TieAnswer(tie.name(), tie.ok(), tie.left(), tie.right(), tie.says(), tie.explained());
    }

    private static String sha256(byte[] payload) {
        return HexFormat.of().formatHex(Sha256.hash(payload));
    }
}
