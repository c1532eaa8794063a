package dev.pulse.agent.pair;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Machine;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.pairing.PairingReader;

/** Writes and signs pairings (design section 9): as heartbeats, and for one marketplace. */
public final class PairingComposer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PairingComposer() {}

    /**
     * One signed pairing, as it is sent.
     *
     * @param identity who speaks
     * @param farmer whose it is
     * @param farmId in which farm, or null for the one that the ledger has
     * @param market whom it is for
     * @param machine what it runs on
     * @param timestamp the node's clock, unix seconds
     */
    public static byte[] compose(
            NodeIdentity identity, Account farmer, String farmId, MarketInfo market, Machine machine, long timestamp) {
        ObjectNode document = JSON.createObjectNode()
                .put("node_id", identity.nodeId())
                .put("node_account", identity.key().account().hex())
                .put("farmer_account", farmer.hex())
                .put("timestamp", timestamp)
                .put("path", PairingReader.PATH)
                .put("marketplace", market.name())
                .put("audience", market.audience());
        said(document, "farm_id", farmId);
        said(document, "hostname", machine.hostname());
        said(document, "mycelium_ip", machine.myceliumIp());
        Capacity capacity = machine.capacity();
        ObjectNode specs = document.putObject("specs");
        said(specs, "cpu_cores", capacity.cpuCores());
        said(specs, "ram_gb", capacity.ramGb());
        said(specs, "disk_gb", capacity.diskGb());
        said(specs, "gpu_count", capacity.gpuCount());
        return DocumentSigner.signed(identity.key(), document);
    }

    private static void said(ObjectNode object, String name, String value) {
        if (value != null && !value.isEmpty()) {
            object.put(name, value);
        }
    }

    private static void said(ObjectNode object, String name, long value) {
        if (value >= 0) {
            object.put(name, value);
        }
    }
}
