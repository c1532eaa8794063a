package dev.pulse.agent.key;

import java.nio.file.Path;

/**
 * The file that holds the key of a person's account, a farmer's or a renter's: {@code account-key.json} in a folder of his
 * own.
 *
 * <pre>{@code
 * {
 *   "format" : "pulse-account-key-1",
 *   "account" : "<64 hex digits: the public key>",
 *   "public_key" : "ed25519:<base58>",
 *   "seed" : "<64 hex digits: the secret>"
 * }
 * }</pre>
 *
 * Its owner alone may read it, and an existing one is never overwritten.
 */
public final class AccountStore {
    private static final KeyFile FILE = new KeyFile(
            "account-key.json",
            "pulse-account-key-1",
            "whoever loses his key loses what his account owns",
            "pulse farmer init");

    private AccountStore() {}

    /** Where the key of a folder is. */
    public static Path fileIn(Path dir) {
        return FILE.in(dir);
    }

    /**
     * Writes a new key file.
     *
     * @param dir created with mode 700 where it does not exist
     * @throws KeyFileException when there is a key already, or the file cannot be written
     */
    public static Path create(Path dir, NodeKey key) throws KeyFileException {
        return FILE.create(dir, KeyFile.addKey(FILE.document(), key));
    }

    /**
     * Reads the key of a folder.
     *
     * @throws KeyFileException when there is none, when others may read or write it, or when it is damaged
     */
    public static NodeKey load(Path dir) throws KeyFileException {
        return FILE.key(dir, FILE.load(dir));
    }
}
