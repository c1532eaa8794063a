package dev.pulse.ledger.devnet.contract;

import static dev.pulse.ledger.devnet.contract.Table.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.devnet.chain.Contract;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.nio.charset.StandardCharsets;

/**
 * Who owns which farm, and which node is whose: {@code hosting.dev.hero}. A node registers itself with its own key, into a
 * farm that exists; that its farmer wants it there is said by pairing and publishing.
 */
public final class HostingContract implements Contract {
    private static final Table FARMS = new Table("hosting/farm/");
    private static final Table FARMS_OF = new Table("hosting/farm_of/");
    private static final Table NODES = new Table("hosting/node/");
    private static final Table NODES_OF = new Table("hosting/node_of/");
    private static final Table IDENTITIES = new Table("hosting/identity/");

    private static final int MAX_NAME = 200;

    @Override
    public JsonNode view(String method, JsonNode arguments, Storage storage) {
        Arguments given = new Arguments(arguments);
        return switch (method) {
            case "farm_get" -> FARMS.get(storage, given.name("farm_id"));
            case "is_farm_owner" -> {
                String account = given.account("account_id");
                JsonNode farm = FARMS.get(storage, given.name("farm_id"));
                yield JSON.booleanNode(
                        farm != null && farm.get("owner").asText().equals(account));
            }
            case "farms" -> FARMS.page(storage, given, FARMS);
            case "farms_of" -> FARMS_OF.of(given.account("owner")).page(storage, given, FARMS);
            case "node_get" -> node(storage, given.nodeId("node_id"));
            case "node_get_by_identity" -> {
                JsonNode name = IDENTITIES.get(storage, given.account("identity"));
                yield name == null ? null : node(storage, name.asText());
            }
            case "nodes_of" -> NODES_OF.of(given.name("farm_id")).page(storage, given, NODES);
            default -> throw new ContractPanic("MethodNotFound: hosting has no view " + method);
        };
    }

    /** A node with the owner of its farm, or null. */
    static JsonNode node(Storage storage, String nodeId) {
        JsonNode node = NODES.get(storage, nodeId);
        if (node == null) {
            return null;
        }
        ObjectNode shown = node.deepCopy();
        return shown.put("owner", owner(storage, node.get("farm_id").asText()));
    }

    private static String owner(Storage storage, String farm) {
        return FARMS.get(storage, farm).get("owner").asText();
    }

    @Override
    public JsonNode call(String method, JsonNode arguments, Call call) {
        Arguments given = new Arguments(arguments);
        return switch (method) {
            case "farm_create" -> createFarm(given, call);
            case "node_register" -> register(given, call);
            case "node_rotate_identity" -> rotate(given, call);
            default -> throw new ContractPanic("MethodNotFound: hosting has no method " + method);
        };
    }

    private static JsonNode createFarm(Arguments given, Call call) {
        String id = given.name("farm_id");
        String name = given.text("name");
        if (name.length() > MAX_NAME) {
            throw new ContractPanic("name must have at most " + MAX_NAME + " characters");
        }
        implicit(call);
        JsonNode there = FARMS.get(call.storage(), id);
        if (there != null) {
            throw new ContractPanic("the farm " + id + " exists and belongs to "
                    + there.get("owner").asText());
        }
        ObjectNode farm = JSON.objectNode()
                .put("farm_id", id)
                .put("name", name)
                .put("owner", call.caller())
                .put("created_at", call.at());
        FARMS.put(call.storage(), id, farm);
        FARMS_OF.of(call.caller()).put(call.storage(), id, JSON.booleanNode(true));
        return farm;
    }

    /** The same node with the same key in the same farm again changes nothing. */
    private static JsonNode register(Arguments given, Call call) {
        String id = given.nodeId("node_id");
        String farm = given.name("farm_id");
        Storage storage = call.storage();
        implicit(call);
        FARMS.need(storage, farm, "farm");
        JsonNode there = NODES.get(storage, id);
        if (there != null) {
            if (!there.get("identity").asText().equals(call.caller())) {
                throw new ContractPanic("the node " + id + " is registered with another identity");
            }
            if (!there.get("farm_id").asText().equals(farm)) {
                throw new ContractPanic("the node " + id + " is registered in the farm "
                        + there.get("farm_id").asText());
            }
            return there;
        }
        JsonNode other = IDENTITIES.get(storage, call.caller());
        if (other != null) {
            throw new ContractPanic("this identity is that of the node " + other.asText());
        }
        ObjectNode node = JSON.objectNode()
                .put("node_id", id)
                .put("identity", call.caller())
                .put("farm_id", farm)
                .put("registered_at", call.at())
                .put("rotations", 0);
        NODES.put(storage, id, node);
        NODES_OF.of(farm).put(storage, id, JSON.booleanNode(true));
        IDENTITIES.put(storage, call.caller(), JSON.textNode(id));
        return node;
    }

    /** By the old identity or the farm's owner; the new identity agrees with a signature. */
    private static JsonNode rotate(Arguments given, Call call) {
        String id = given.nodeId("node_id");
        String identity = given.account("new_identity");
        Storage storage = call.storage();
        ObjectNode node = NODES.need(storage, id, "node");
        String old = node.get("identity").asText();
        String owner = owner(storage, node.get("farm_id").asText());
        if (!call.caller().equals(old) && !call.caller().equals(owner)) {
            throw new ContractPanic("only the node's identity and its farm's owner change it");
        }
        JsonNode other = IDENTITIES.get(storage, identity);
        if (other != null) {
            throw new ContractPanic("the new identity is that of the node " + other.asText());
        }
        byte[] message = Sha256.hash(rotation(id, old, identity).getBytes(StandardCharsets.UTF_8));
        if (!Signatures.isGood(new Account(identity), message, given.text("signature"))) {
            throw new ContractPanic(
                    "signature is not the new identity's over SHA-256 of \"" + rotation(id, old, identity) + "\"");
        }
        node.put("identity", identity).put("rotations", node.get("rotations").asInt() + 1);
        NODES.put(storage, id, node);
        IDENTITIES.remove(storage, old);
        IDENTITIES.put(storage, identity, JSON.textNode(id));
        return node;
    }

    /** What the new key signs, by way of its SHA-256. */
    static String rotation(String nodeId, String old, String identity) {
        return "pulse:rotate:" + nodeId + ":" + old + ":" + identity;
    }

    private static void implicit(Call call) {
        if (!Account.isImplicit(call.caller())) {
            throw new ContractPanic("named accounts are for system contracts alone");
        }
    }
}
