package dev.pulse.verifier.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/**
 * AWS-LC through the Amazon Corretto Crypto Provider: native, and the equation is already the cofactorless one. The
 * provider is used directly and not installed, so nothing else in the process changes.
 */
public final class CorrettoVerifier implements SignatureVerifier {
    /** The header that makes an X.509 key of 32 raw bytes (RFC 8410 section 4). */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    private final KeyFactory keys;
    private final ThreadLocal<Signature> signatures;
    private final String name;

    private CorrettoVerifier(AmazonCorrettoCryptoProvider provider) throws GeneralSecurityException {
        this.keys = KeyFactory.getInstance("Ed25519", provider);
        this.signatures = ThreadLocal.withInitial(() -> newSignature(provider));
        this.name = "AWS-LC (ACCP " + provider.getVersionStr() + ")";
    }

    /**
     * Loads the native library.
     *
     * @throws ProviderUnavailableException when it does not load on this machine; the message says why
     */
    public static CorrettoVerifier load() {
        // Read once, when the provider's class is initialised; without it the provider has no Ed25519 key factory.
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable failure = provider.getLoadingError();
            if (failure != null) {
                throw new ProviderUnavailableException(
                        "its native library does not load: " + failure.getMessage(), failure);
            }
            CorrettoVerifier verifier = new CorrettoVerifier(provider);
            verifier.signatures.get();
            return verifier;
        } catch (GeneralSecurityException | LinkageError | IllegalStateException failure) {
            throw new ProviderUnavailableException("it offers no Ed25519: " + failure.getMessage(), failure);
        }
    }

    private static Signature newSignature(AmazonCorrettoCryptoProvider provider) {
        try {
            return Signature.getInstance("Ed25519", provider);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AWS-LC has no Ed25519 signature", failure);
        }
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != KEY_LENGTH || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        byte[] encoded = new byte[X509_PREFIX.length + KEY_LENGTH];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(publicKey, 0, encoded, X509_PREFIX.length, KEY_LENGTH);
        try {
            PublicKey key = keys.generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = signatures.get();
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notAKeyOrNotASignature) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }
}
