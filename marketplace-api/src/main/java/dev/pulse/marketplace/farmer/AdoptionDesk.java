package dev.pulse.marketplace.farmer;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.pairing.PairingReading;
import dev.pulse.domain.pairing.Specs;
import dev.pulse.domain.verdict.Verdict;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.market.FarmDesk;
import dev.pulse.marketplace.market.FarmDesk.Kind;
import dev.pulse.marketplace.market.FarmDesk.Result;
import dev.pulse.marketplace.market.NodeRegister;
import dev.pulse.marketplace.market.NodeRegister.Entry;
import dev.pulse.marketplace.note.NodeNotes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Ties a node to its farmer without the node's own word (design section 9, "from-explorer"): found by its overlay address,
 * which anybody may claim, and taken only where the ledger has the node in a farm of this farmer. Safe for several threads.
 */
public final class AdoptionDesk {
    /** The endpoint that farmers sign for. */
    public static final String PATH = PairingReader.FARMER_PATH;

    /** Nodes that claim one address and are asked about. */
    private static final int MAX_CLAIMS = 20;

    private final NodeIndex index;
    private final NodeRegister register;
    private final PairingReader reader;
    private final PairingJudge judge;
    private final NodeNotes notes;
    private final FarmDesk desk;
    private final InstantSource clock;

    /**
     * A desk.
     *
     * @param reader of what farmers sign, bound to this marketplace and to {@link #PATH}
     */
    public AdoptionDesk(
            NodeIndex index,
            NodeRegister register,
            PairingReader reader,
            PairingJudge judge,
            NodeNotes notes,
            FarmDesk desk,
            InstantSource clock) {
        this.index = index;
        this.register = register;
        this.reader = reader;
        this.judge = judge;
        this.notes = notes;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * What came of it, and which node that was.
     *
     * @param nodeId the node; null where none was found
     * @param result what came of it
     */
    public record Adopted(String nodeId, Result result) {}

    /** Ties the farmer's node at an address to him, on the ledger's word alone. It can't be offered before it is signed for. */
    public Adopted adopt(Account farmer, String myceliumIp) throws InterruptedException {
        List<NodeEntry> claims =
                index.page(NodeFilter.at(myceliumIp), "", MAX_CLAIMS).nodes();
        if (claims.isEmpty()) {
            return refused(Kind.UNKNOWN, "unknown_address", "No node says that its address is " + myceliumIp + ".");
        }
        try {
            List<Command.Pair> his = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (NodeEntry claim : claims) {
                Account account = claim.account();
                Entry entry = register.check(
                        new Pairing(claim.nodeId(), account, farmer, null, 0, null, myceliumIp, Specs.UNKNOWN));
                if (entry instanceof Entry.Owned owned) {
                    his.add(new Command.Pair(new Ownership(farmer, owned.farmId(), account, 0, null)));
                    names.add(claim.nodeId());
                }
            }
            return switch (his.size()) {
                case 0 ->
                    refused(
                            Kind.FORBIDDEN,
                            "not_yours",
                            "On the ledger no node that says that its address is " + myceliumIp
                                    + " is in a farm of this account.");
                case 1 -> new Adopted(names.getFirst(), order(farmer, names.getFirst(), his.getFirst()));
                default ->
                    refused(Kind.CONFLICT, "ambiguous", "Several nodes say that this is their address: " + names + ".");
            };
        } catch (LedgerException e) {
            return refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage());
        }
    }

    /**
     * Ties a node to a farmer on his own signed word: a pairing that he signs in the node's place, so that it can be offered.
     *
     * @param farmer who is signed in
     * @param body the document, signed with the key of his account
     */
    public Adopted adopt(Account farmer, byte[] body) throws InterruptedException {
        return switch (reader.read(body)) {
            case PairingReading.Refused refused ->
                refused(
                        Kind.MALFORMED,
                        refused.malformed().code().wire(),
                        refused.malformed().detail());
            case PairingReading.Read read -> adopt(farmer, read);
        };
    }

    private Adopted adopt(Account farmer, PairingReading.Read read) throws InterruptedException {
        Pairing word = read.pairing();
        if (!word.farmer().equals(farmer)) {
            return refused(Kind.FORBIDDEN, "wrong_farmer", "The document names another farmer than who is signed in.");
        }
        if (judge.judge(read, farmer, clock.millis()) instanceof Verdict.Rejected rejected) {
            return refused(Kind.UNPROVED, rejected.reason().wire(), rejected.detail());
        }
        try {
            return switch (register.check(word)) {
                case Entry.Contradicted no -> refused(Kind.CONFLICT, no.code(), no.detail());
                case Entry.Owned owned -> {
                    Proof proof = new Proof(
                            new String(read.canonical(), StandardCharsets.UTF_8),
                            Base64.getEncoder().encodeToString(read.signature()));
                    Ownership wanted = new Ownership(farmer, owned.farmId(), word.account(), word.timestamp(), proof);
                    yield new Adopted(word.nodeId(), order(farmer, word.nodeId(), new Command.Pair(wanted)));
                }
            };
        } catch (LedgerException e) {
            return refused(Kind.LEDGER_FAILED, "ledger_failed", e.getMessage());
        }
    }

    private Result order(Account farmer, String nodeId, Command.Pair pair)
            throws LedgerException, InterruptedException {
        Result result = desk.order(farmer, nodeId, pair);
        if (result instanceof Result.Done done) {
            notes.paired(nodeId, pair.ownership(), done.changed());
        }
        return result;
    }

    private static Adopted refused(Kind kind, String code, String detail) {
        return new Adopted(null, new Result.Refused(kind, code, detail));
    }
}
