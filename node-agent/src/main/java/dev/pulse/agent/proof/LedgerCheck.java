package dev.pulse.agent.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.proof.Chain;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.client.View;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.proof.ChainLedger;
import dev.pulse.ledger.proof.Statement;
import dev.pulse.ledger.rpc.LedgerException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks the ledger again what a proof says that it said. Where the ledger has gone on since, it says so too, and that is a
 * difference: what is not so any more is not proved.
 */
final class LedgerCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longest value of a field that is shown. */
    private static final int MAX_SHOWN = 80;

    private final LedgerClient ledger;
    private final List<Line> lines = new ArrayList<>();

    /** @param ledger one that is trusted */
    LedgerCheck(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /**
     * Asks about each link that the ledger has.
     *
     * @param listing the offer that the proof shows; empty for none
     */
    List<Line> run(SavedProof proof, Optional<Chain.Listing> listing) throws InterruptedException {
        boolean answers = compare(proof, Link.REGISTRATION, ChainLedger.registrationOf(proof.nodeId()))
                && compare(proof, Link.LISTING, ChainLedger.listingOf(proof.nodeId()));
        if (answers && listing.isPresent()) {
            compare(
                    proof,
                    Link.RESERVATION,
                    ChainLedger.reservationsOn(listing.get().listingId()));
        }
        return lines;
    }

    /** Whether the ledger answered. */
    private boolean compare(SavedProof proof, Link link, ViewCall question) throws InterruptedException {
        String what = "ledger: " + link.field();
        try {
            View view = ledger.view(question);
            Statement shown = proof.statements().get(link);
            if (shown == null) {
                lines.add(absent(proof.missing(link), what, view));
            } else {
                lines.add(said(shown, what, view));
                block(shown, what, view);
            }
            return true;
        } catch (LedgerException e) {
            lines.add(Line.failed(what, e.getMessage()));
            return false;
        }
    }

    private static Line absent(SavedProof.Missing missing, String what, View view) {
        if (view.value().isNull()) {
            return Line.ok(what, "The ledger has none either, at block " + view.blockHeight() + ".");
        }
        return missing.claimsNone()
                ? Line.failed(what, "The proof says that there is none, and the ledger has one: " + cut(view.text()))
                : Line.absent(what, "The ledger has one that the proof does not show (" + missing.reason() + ").");
    }

    private static Line said(Statement shown, String what, View view) {
        JsonNode then = parse(shown.result());
        if (view.value().equals(then)) {
            return Line.ok(what, "The ledger says the same, at block " + view.blockHeight() + ".");
        }
        return Line.failed(
                what,
                "The ledger says something else, at block " + view.blockHeight() + ": "
                        + String.join("; ", differences(then, view.value())) + ".");
    }

    /** The block that it was read at must be one of this ledger's. One that is no longer kept can't be compared. */
    private void block(Statement shown, String what, View view) throws LedgerException, InterruptedException {
        if (shown.blockHeight() < 0 || shown.blockHeight() > view.blockHeight()) {
            lines.add(Line.failed(
                    what + " block",
                    "Block " + shown.blockHeight() + " is not made yet: the ledger is at " + view.blockHeight() + "."));
            return;
        }
        Optional<String> hash = ledger.blockHash(shown.blockHeight());
        if (hash.isEmpty()) {
            lines.add(Line.absent(what + " block", "The ledger no longer has block " + shown.blockHeight() + "."));
        } else if (hash.get().equals(shown.blockHash())) {
            lines.add(Line.ok(what + " block", "Block " + shown.blockHeight() + " is the one that is named."));
        } else {
            lines.add(Line.failed(
                    what + " block",
                    "Block " + shown.blockHeight() + " is " + hash.get() + " there: it was read from another ledger."));
        }
    }

    private static List<String> differences(JsonNode then, JsonNode now) {
        if (!then.isObject() || !now.isObject()) {
            return List.of(cut(then.toString()) + " then, " + cut(now.toString()) + " now");
        }
        TreeSet<String> names = new TreeSet<>();
        names(then).forEachRemaining(names::add);
        names(now).forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !Objects.equals(then.get(name), now.get(name)))
                .map(name -> name + " was " + cut(String.valueOf(then.get(name))) + " and is "
                        + cut(String.valueOf(now.get(name))))
                .toList();
    }

    private static Iterator<String> names(JsonNode object) {
        return object.fieldNames();
    }

    private static JsonNode parse(String result) {
        try {
            return JSON.readTree(result);
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
