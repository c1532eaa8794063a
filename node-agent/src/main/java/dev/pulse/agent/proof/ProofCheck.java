package dev.pulse.agent.proof;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.proof.Chain;
import dev.pulse.domain.proof.ChainRule;
import dev.pulse.domain.proof.Findings;
import dev.pulse.domain.proof.Paper;
import dev.pulse.domain.proof.Seal;
import dev.pulse.domain.proof.Signed;
import dev.pulse.domain.proof.Tie;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.proof.ChainLedger;
import dev.pulse.ledger.proof.Statement;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a saved proof with nothing but itself: canonical forms, signatures, and the ties between the links, all computed anew.
 * What is shown beside them must be what was signed. Once only.
 */
final class ProofCheck {
    private final SavedProof proof;
    private final ChainRule rule;
    private final long now;
    private final List<Line> lines = new ArrayList<>();

    private Chain.Registration registration;
    private Chain.Listing listing;
    private Page<Chain.Reservation> reservations;

    /**
     * @param audience the network whose documents are taken; null takes any
     * @param now unix seconds, for the age that is shown
     */
    ProofCheck(SavedProof proof, String audience, long now) {
        this.proof = proof;
        this.rule = new ChainRule(new ReferenceEd25519(), audience);
        this.now = now;
    }

    /**
     * The offer that the proof shows; empty where it shows none that can be read. For those who ask the ledger again, after
     * {@link #run}.
     */
    Optional<Chain.Listing> listing() {
        return Optional.ofNullable(listing);
    }

    /** Checks it all, in the order of the links. */
    List<Line> run(Set<Link> required) {
        read();
        Findings findings = rule.check(new Chain(
                proof.nodeId(),
                proof.heartbeat(),
                proof.pairing(),
                registration,
                listing,
                reservations == null ? null : reservations.items()));
        for (Link link : Link.values()) {
            presence(link, required.contains(link), findings);
        }
        findings.ties().forEach(this::tie);
        claims(findings.ties());
        if (findings.seals().isEmpty() && proof.statements().isEmpty()) {
            lines.add(Line.failed("proof", "No link is there, so there is nothing that it proves."));
        }
        return lines;
    }

    /** The ledger's words, each an answer to the very question that the chain asks. */
    private void read() {
        registration = stated(
                Link.REGISTRATION,
                ChainLedger.registrationOf(proof.nodeId()),
                result -> ChainLedger.registration(result)
                        .orElseThrow(() -> new Unreachable("The ledger's answer to node_get is null.", null)));
        listing = stated(
                Link.LISTING,
                ChainLedger.listingOf(proof.nodeId()),
                result -> ChainLedger.listing(result)
                        .orElseThrow(() -> new Unreachable("The ledger's answer to listing_of is null.", null)));
        if (listing != null) {
            reservations = stated(
                    Link.RESERVATION, ChainLedger.reservationsOn(listing.listingId()), ChainLedger::reservations);
        } else if (proof.statements().containsKey(Link.RESERVATION)) {
            lines.add(Line.failed("reservations", "There are reservations, and no offer that they are of."));
        }
    }

    /** How an answer is read. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(String result) throws Unreachable;
    }

    private <T> T stated(Link link, ViewCall question, Reader<T> reader) {
        Statement statement = proof.statements().get(link);
        if (statement == null) {
            return null;
        }
        try {
            if (!asks(statement.call(), question)) {
                lines.add(Line.failed(
                        link.field(),
                        "It is the answer to another question than " + question.method() + " of this node."));
                return null;
            }
            if (!question.request()
                    .equals(proof.all()
                            .object()
                            .path(link.field())
                            .path("request")
                            .asText())) {
                lines.add(Line.failed(link.field(), "Its request is not the one that asks this question."));
                return null;
            }
            return reader.read(statement.result());
        } catch (Unreachable e) {
            lines.add(Line.failed(link.field(), e.getMessage()));
            return null;
        }
    }

    private static boolean asks(ViewCall call, ViewCall question) throws Unreachable {
        return call.contract().equals(question.contract())
                && call.method().equals(question.method())
                && ChainLedger.same(call.arguments(), question.arguments());
    }

    private void presence(Link link, boolean required, Findings findings) {
        boolean there = switch (link) {
            case HEARTBEAT -> sealed(Paper.HEARTBEAT, proof.heartbeat(), proof.all(), findings);
            case PAIRING ->
                sealed(
                        Paper.PAIRING,
                        proof.pairing(),
                        new Fields("pairing", proof.all().object().path("pairing")),
                        findings);
            case REGISTRATION -> registered();
            case LISTING -> listed(findings);
            case RESERVATION -> reserved();
        };
        if (!there) {
            String why = proof.statements().containsKey(link)
                    ? "It can't be used."
                    : link == Link.HEARTBEAT && proof.unsigned()
                            ? "The heartbeat was let in without a signature: it proves nothing."
                            : proof.missing(link).toString();
            lines.add(required ? Line.failed(link.word(), "It is required. " + why) : Line.absent(link.word(), why));
        } else if (required && link == Link.RESERVATION && reservations.items().isEmpty()) {
            lines.add(Line.failed(link.word(), "It is required, and nobody holds slices of the offer."));
        }
    }

    private boolean sealed(Paper paper, Signed signed, Fields shown, Findings findings) {
        if (signed == null) {
            return false;
        }
        Seal seal = seal(paper, findings);
        if (!seal.holds()) {
            lines.add(Line.failed(paper.wire(), seal.detail()));
            return true;
        }
        lines.add(Line.ok(
                paper.wire(),
                seal.detail() + " " + Ages.signed(seal.word().timestamp(), now)
                        + (seal.word().farmer() == null
                                ? ""
                                : " It names the farmer " + seal.word().farmer() + ".")));
        fields(paper, signed, seal, shown);
        return true;
    }

    private static Seal seal(Paper paper, Findings findings) {
        return findings.seals().stream()
                .filter(seal -> seal.paper() == paper)
                .findFirst()
                .orElseThrow();
    }

    /** What is shown beside the signed bytes must be in them. */
    private void fields(Paper paper, Signed signed, Seal seal, Fields shown) {
        Map<String, Object> expected = new LinkedHashMap<>();
        Account account = seal.word().account();
        expected.put("account", account.hex());
        expected.put("timestamp", Long.toString(seal.word().timestamp()));
        expected.put("payload", new String(signed.payload(), StandardCharsets.UTF_8));
        expected.put("sha256", HexFormat.of().formatHex(Sha256.hash(signed.payload())));
        if (paper == Paper.HEARTBEAT) {
            expected.put("public_key", account.publicKeyText());
        } else {
            expected.put("farmer", seal.word().farmer().hex());
            expected.put("farm_id", seal.word().farmId());
            expected.put("signer", seal.signer().hex());
            expected.put("signed_by", seal.signer().equals(account) ? "node" : "farmer");
        }
        expected.forEach((name, value) -> {
            if (!Objects.equals(shown.shown(name), value)) {
                lines.add(Line.failed(
                        paper.wire() + "." + name,
                        "Shown is " + shown.shown(name) + ", and what was signed says " + value + "."));
            }
        });
    }

    private boolean registered() {
        if (registration == null) {
            return false;
        }
        lines.add(Line.said(
                "registration",
                "The ledger is said to have it in the farm " + registration.farmId() + " of " + registration.owner()
                        + ", " + at(Link.REGISTRATION) + "."));
        return true;
    }

    private boolean listed(Findings findings) {
        if (listing == null) {
            return false;
        }
        lines.add(Line.said(
                "listing",
                "The ledger is said to have it on offer as " + listing.listingId() + ", " + at(Link.LISTING) + "."));
        Seal seal = seal(Paper.LISTING_PROOF, findings);
        lines.add(seal.holds() ? Line.ok("listing.proof", seal.detail()) : Line.failed("listing.proof", seal.detail()));
        return true;
    }

    private boolean reserved() {
        if (reservations == null) {
            return false;
        }
        lines.add(Line.said(
                "reservations",
                "The ledger is said to have " + reservations.items().size()
                        + (reservations.next() == null ? "" : " and more") + " that hold slices of it, "
                        + at(Link.RESERVATION) + "."));
        return true;
    }

    private String at(Link link) {
        Statement statement = proof.statements().get(link);
        return "at block " + statement.blockHeight() + " (" + statement.blockHash() + ")";
    }

    private void tie(Tie tie) {
        String sides = tie.left() + " and " + tie.right() + " differ.";
        lines.add(
                tie.ok()
                        ? Line.ok(tie.name(), tie.says())
                        : tie.explained() != null
                                ? new Line(Line.State.EXPLAINED, tie.name(), tie.explained())
                                : Line.failed(tie.name(), "It is not so that: " + tie.says() + " " + sides));
    }

    /** The answer's own ties, where it says something else of them. */
    private void claims(List<Tie> ties) {
        for (Tie tie : ties) {
            Boolean claimed = proof.ties().get(tie.name());
            if (claimed != null && claimed != tie.ok()) {
                lines.add(Line.failed(
                        "ties",
                        "The answer calls " + tie.name() + (claimed ? " ok" : " broken") + ", and it is not so."));
            }
        }
    }
}
