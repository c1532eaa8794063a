package dev.pulse.domain.proof;

import dev.pulse.domain.pairing.PairingReader;
import java.util.HashMap;
import java.util.Map;

/** What nodes and farmers sign, as fields that a test may change before. */
final class Documents {
    private Documents() {}

    static Map<String, Object> heartbeat(String nodeId, Signer node) {
        return new HashMap<>(Map.of(
                "node_id", nodeId, "node_account", node.account(), "timestamp", 1_790_000_000, "audience", "devnet"));
    }

    static Map<String, Object> pairing(String nodeId, Signer node, Signer farmer) {
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

    static Map<String, Object> with(Map<String, Object> document, String name, Object value) {
        document.put(name, value);
        return document;
    }
}
