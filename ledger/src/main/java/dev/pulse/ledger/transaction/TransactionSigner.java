package dev.pulse.ledger.transaction;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs transactions with an ed25519 key. Safe for several threads. */
public final class TransactionSigner {
    private final byte[] seed;
    private final byte[] publicKey;
    private final Account key;

    /**
     * A signer with this private key.
     *
     * @param seed 32 bytes, the private key of RFC 8032; copied
     */
    public TransactionSigner(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("a private key has 32 bytes, not " + seed.length);
        }
        this.seed = seed.clone();
        publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
        key = Account.ofKey(publicKey);
    }

    /** The public key, which is also the implicit account of it. */
    public Account key() {
        return key;
    }

    /** Signs a transaction of this key. */
    public SignedTransaction sign(Transaction transaction) {
        if (!transaction.key().equals(key)) {
            throw new IllegalArgumentException("the transaction names the key " + transaction.key());
        }
        byte[] bytes = TransactionCodec.encode(transaction);
        byte[] hash = Sha256.hash(bytes);
        byte[] signature = sign(hash);
        return new SignedTransaction(transaction, hash, signature, TransactionCodec.encode(bytes, signature));
    }

    /** The signature of any message, 64 bytes. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }
}
