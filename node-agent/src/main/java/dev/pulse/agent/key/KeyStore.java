package dev.pulse.agent.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
 * Its owner alone may read it, and an existing one is never overwritten. While the key is being changed the new one is
 * beside it, in {@code node-key.next.json}; then it takes its place, and the old one stays in a file of its own.
 */
public final class KeyStore {
    private static final String FORMAT = "pulse-node-key-1";
    private static final String LOSS = "a node that loses its key loses its name";
    private static final KeyFile FILE = new KeyFile("node-key.json", FORMAT, LOSS, "pulse node init");
    private static final KeyFile NEXT = new KeyFile("node-key.next.json", FORMAT, LOSS, "pulse node rotate");

    /** Digits of the new account in the name of the old key's file. */
    private static final int DIGITS = 12;

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
        return FILE.create(dir, document(identity));
    }

    private static ObjectNode document(NodeIdentity identity) {
        return KeyFile.addKey(FILE.document().put("node_id", identity.nodeId()), identity.key());
    }

    /**
     * Reads the key of a folder.
     *
     * @throws KeyFileException when there is none, when others may read or write it, or when it is damaged
     */
    public static NodeIdentity load(Path dir) throws KeyFileException {
        return load(dir, FILE);
    }

    private static NodeIdentity load(Path dir, KeyFile file) throws KeyFileException {
        JsonNode document = file.load(dir);
        NodeKey key = file.key(dir, document);
        try {
            return new NodeIdentity(document.path("node_id").asText(), key);
        } catch (IllegalArgumentException e) {
            throw KeyFile.damaged(file.in(dir), e.getMessage(), e);
        }
    }

    /** The file of a folder in which the new key waits while the key is being changed. */
    public static Path nextFileIn(Path dir) {
        return NEXT.in(dir);
    }

    /**
     * Keeps a new key beside the present one, so that it is not lost whatever happens while it takes its place elsewhere.
     *
     * @param dir the node's folder; created with mode 700 where it does not exist
     * @throws KeyFileException when the file cannot be written
     */
    public static Path createNext(Path dir, NodeIdentity identity) throws KeyFileException {
        return NEXT.put(dir, document(identity));
    }

    /**
     * Reads the new key that waits in a folder.
     *
     * @throws KeyFileException as {@link #load}
     */
    public static NodeIdentity loadNext(Path dir) throws KeyFileException {
        return load(dir, NEXT);
    }

    /**
     * Puts the new key that waits in a folder in the place of the present one, which stays in a file of its own. Cut off
     * anywhere, it can be done again.
     *
     * @return where the old key is; empty where there was none
     * @throws KeyFileException when there is no new key, or a file cannot be read or written
     */
    public static Optional<Path> replace(Path dir) throws KeyFileException {
        String account = loadNext(dir).key().account().hex();
        KeyFile before = new KeyFile("node-key.before-" + account.substring(0, DIGITS) + ".json", FORMAT, LOSS, "");
        Optional<Path> kept = Optional.empty();
        if (Files.exists(fileIn(dir))) {
            // Whatever is in it: a damaged key may be mended some day.
            kept = Optional.of(before.put(dir, FILE.bytes(dir)));
        }
        NEXT.take(dir, FILE);
        return kept;
    }
}
