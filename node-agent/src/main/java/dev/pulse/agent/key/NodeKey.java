package dev.pulse.agent.key;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An ed25519 key pair: a seed of 32 bytes (RFC 8032 section 5.1.5) and the public key that follows from it. Signing is
 * plain Ed25519, deterministic, so the same message always gives the same 64 bytes. Immutable and safe for use by
 * several threads.
 */
public final class NodeKey {
    /** Length of the seed, bytes. */
    public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    /** Length of a signature, bytes. */
    public static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    private final byte[] seed;
    private final byte[] publicKey;
    private final Account account;

    private NodeKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.account = Account.ofKey(publicKey);
    }

    /**
     * The key of a seed.
     *
     * @param seed 32 bytes; copied
     * @throws IllegalArgumentException when it has another length
     */
    public static NodeKey ofSeed(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("an ed25519 seed has 32 bytes, this one has " + seed.length);
        }
        return new NodeKey(seed.clone());
    }

    /** A new key from the machine's source of randomness. */
    public static NodeKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new NodeKey(seed);
    }

    /** The 64-byte signature, R then S, over the message as it is (a heartbeat signs its 32-byte SHA-256). */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The implicit account of the public key. */
    public Account account() {
        return account;
    }

    /** A fresh copy of the public key, 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The public key the way ledgers of the NEAR family write it: {@code ed25519:<base58>}. */
    public String publicKeyText() {
        return account.publicKeyText();
    }

    /** Signs transactions of the account on the ledger. */
    public TransactionSigner transactionSigner() {
        return new TransactionSigner(seed);
    }

    /** A fresh copy of the seed, 32 bytes: the secret, for the key file alone. */
    byte[] seed() {
        return seed.clone();
    }

    /** Names the account and never the seed, so that a log line cannot leak it. */
    @Override
    public String toString() {
        return "NodeKey[" + account + "]";
    }
}
