package dev.pulse.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who owns which farm, and which node is whose. Safe for several threads; calls block. */
public final class Hosting {
    /** The contract's account. */
    public static final String ACCOUNT = "hosting.dev.hero";

    private final LedgerClient ledger;

    /** The contract on this ledger. */
    public Hosting(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** Whether a farm is somebody's; false where there is no such farm. */
    public boolean isFarmOwner(String farmId, Account account) throws LedgerException, InterruptedException {
        Answer answer = ask("is_farm_owner", Map.of("farm_id", farmId, "account_id", account.hex()));
        if (!answer.json().isBoolean()) {
            throw new Unreachable("The ledger's answer to is_farm_owner is neither true nor false.", null);
        }
        return answer.json().asBoolean();
    }

    /** A farm, if there is one of that name. */
    public Optional<Farm> farm(String farmId) throws LedgerException, InterruptedException {
        Answer answer = ask("farm_get", Map.of("farm_id", farmId));
        return answer.isNull() ? Optional.empty() : Optional.of(farm(answer));
    }

    /**
     * All farms, by their names.
     *
     * @param after those after this one, null for the first
     */
    public Page<Farm> farms(String after) throws LedgerException, InterruptedException {
        return ask("farms", paged(Map.of(), after)).page(Hosting::farm);
    }

    /** Somebody's farms. */
    public Page<Farm> farmsOf(Account owner, String after) throws LedgerException, InterruptedException {
        return ask("farms_of", paged(Map.of("owner", owner.hex()), after)).page(Hosting::farm);
    }

    /** A node, if it is registered. */
    public Optional<RegisteredNode> node(String nodeId) throws LedgerException, InterruptedException {
        return node(ask("node_get", Map.of("node_id", nodeId)));
    }

    /** The node that signs with an account, if there is one. */
    public Optional<RegisteredNode> nodeByIdentity(Account identity) throws LedgerException, InterruptedException {
        return node(ask("node_get_by_identity", Map.of("identity", identity.hex())));
    }

    /** A farm's nodes, by their names. */
    public Page<RegisteredNode> nodesOf(String farmId, String after) throws LedgerException, InterruptedException {
        return ask("nodes_of", paged(Map.of("farm_id", farmId), after)).page(Hosting::registered);
    }

    /** Makes a farm that belongs to the signer. */
    public Farm createFarm(TransactionSigner farmer, String farmId, String name)
            throws LedgerException, InterruptedException {
        return farm(call(farmer, "farm_create", Map.of("farm_id", farmId, "name", name)));
    }

    /** Registers the signer as a node's identity; the same again changes nothing. */
    public RegisteredNode register(TransactionSigner node, String nodeId, String farmId)
            throws LedgerException, InterruptedException {
        return registered(call(node, "node_register", Map.of("node_id", nodeId, "farm_id", farmId)));
    }

    /**
     * Gives a node another identity.
     *
     * @param by the old identity, or the farm's owner
     * @param next the new one, which agrees by a signature
     */
    public RegisteredNode rotate(TransactionSigner by, String nodeId, Account old, TransactionSigner next)
            throws LedgerException, InterruptedException {
        String message =
                "pulse:rotate:" + nodeId + ":" + old.hex() + ":" + next.key().hex();
        byte[] signature = next.sign(Sha256.hash(message.getBytes(StandardCharsets.UTF_8)));
        return registered(call(
                by,
                "node_rotate_identity",
                Map.of(
                        "node_id", nodeId,
                        "new_identity", next.key().hex(),
                        "signature", Base64.getEncoder().encodeToString(signature))));
    }

    private Answer ask(String method, Map<String, ?> arguments) throws LedgerException, InterruptedException {
        return new Answer(method, ledger.view(ACCOUNT, method, arguments).value());
    }

    private Answer call(TransactionSigner who, String method, Map<String, ?> arguments)
            throws LedgerException, InterruptedException {
        return new Answer(
                method,
                ledger.call(who, who.key().hex(), ACCOUNT, method, arguments, BigInteger.ZERO)
                        .value());
    }

    static Map<String, Object> paged(Map<String, ?> arguments, String after) {
        Map<String, Object> all = new HashMap<>(arguments);
        if (after != null) {
            all.put("after", after);
        }
        return all;
    }

    /**
     * A node, as {@code node_get} writes it; empty for null.
     *
     * @throws Unreachable naming the field that is not what it should be
     */
    public static Optional<RegisteredNode> readNode(JsonNode answer) throws Unreachable {
        return node(new Answer("node_get", answer));
    }

    private static Farm farm(Answer answer) throws Unreachable {
        return new Farm(
                answer.text("farm_id"), answer.text("name"), answer.account("owner"), answer.number("created_at"));
    }

    private static Optional<RegisteredNode> node(Answer answer) throws Unreachable {
        return answer.isNull() ? Optional.empty() : Optional.of(registered(answer));
    }

    private static RegisteredNode registered(Answer answer) throws Unreachable {
        return new RegisteredNode(
                answer.text("node_id"),
                answer.account("identity"),
                answer.text("farm_id"),
                answer.field("owner").isMissingNode() ? null : answer.account("owner"),
                answer.number("registered_at"),
                answer.small("rotations"));
    }
}
