package dev.pulse.benchmarks.load;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Plain Ed25519 of many keys by one thread: AWS-LC where its native library loads, otherwise BouncyCastle. Both give the
 * same bytes (RFC 8032 signatures are deterministic).
 */
abstract class LoadSigner {
    /** Length of a seed, bytes. */
    static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    /** Length of a signature, bytes. */
    static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    /** The signature over a message with the key of a seed. */
    abstract byte[] sign(byte[] seed, byte[] publicKey, byte[] message);

    /** Which implementation signs. */
    abstract String name();

    /** The fastest that loads here; for one thread. */
    static LoadSigner best() {
        // Read once, when the provider's class is initialised; without it the provider has no Ed25519 key factory.
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? new Corretto(provider) : new BouncyCastle();
        } catch (GeneralSecurityException | LinkageError | IllegalStateException unavailable) {
            return new BouncyCastle();
        }
    }

    /** The slower one, which needs no native library. */
    static LoadSigner bouncyCastle() {
        return new BouncyCastle();
    }

    private static final class Corretto extends LoadSigner {
        /** What stands before the 32 bytes of a seed in a PKCS #8 private key (RFC 8410 section 7). */
        private static final byte[] PKCS8_PREFIX = {
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
        };

        private final KeyFactory keys;
        private final Signature signature;
        private final byte[] encoded = new byte[PKCS8_PREFIX.length + SEED_LENGTH];

        Corretto(AmazonCorrettoCryptoProvider provider) throws GeneralSecurityException {
            keys = KeyFactory.getInstance("Ed25519", provider);
            signature = Signature.getInstance("Ed25519", provider);
            System.arraycopy(PKCS8_PREFIX, 0, encoded, 0, PKCS8_PREFIX.length);
        }

        @Override
        byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
            System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, SEED_LENGTH);
            try {
                signature.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("AWS-LC refused a key of 32 bytes", impossible);
            }
        }

        @Override
        String name() {
            return "AWS-LC";
        }
    }

    private static final class BouncyCastle extends LoadSigner {
        @Override
        byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
            byte[] signature = new byte[SIGNATURE_LENGTH];
            Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
            return signature;
        }

        @Override
        String name() {
            return "BouncyCastle";
        }
    }
}
