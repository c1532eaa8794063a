package dev.pulse.agent.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * The file that holds a node's key: {@code node-key.json} in the node's folder.
 *
 * <pre>{@code
 * {
 *   "format" : "pulse-node-key-1",
 *   "node_id" : "node-1a2b3c4d5e6f",
 *   "account" : "<64 hex digits: the public key>",
 *   "public_key" : "ed25519:<base58>",
 *   "seed" : "<64 hex digits: the secret>"
 * }
 * }</pre>
 *
 * Its owner alone may read it, and an existing one is never overwritten.
 */
public final class KeyStore {
    private static final KeyFile FILE = new KeyFile(
            "node-key.json", "pulse-node-key-1", "a node that loses its key loses its name", "pulse node init");

    private KeyStore() {}

    /** The key file of a folder. */
    public static Path fileIn(Path dir) {
        return FILE.in(dir);
    }

    /**
     * Writes a new key file.
     *
     * @param dir the node's folder; created with mode 700 where it does not exist
     * @throws KeyFileException when there is a key already, or the file cannot be written
     */
    public static Path create(Path dir, NodeIdentity identity) throws KeyFileException {
        var document = FILE.document().put("node_id", identity.nodeId());
        return FILE.create(dir, KeyFile.addKey(document, identity.key()));
    }

    /**
     * Reads the key of a folder.
     *
     * @throws KeyFileException when there is none, when others may read or write it, or when it is damaged
     */
    public static NodeIdentity load(Path dir) throws KeyFileException {
        JsonNode document = FILE.load(dir);
        NodeKey key = FILE.key(dir, document);
        try {
            return new NodeIdentity(document.path("node_id").asText(), key);
        } catch (IllegalArgumentException e) {
            throw KeyFile.damaged(fileIn(dir), e.getMessage(), e);
        }
    }
}
