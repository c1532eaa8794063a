package dev.pulse.marketplace.hook;

import dev.pulse.marketplace.hook.send.Signature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is secret about webhooks, all of it made from one key: the secrets that deliveries are signed with, which are kept nowhere,
 * and the seal (AES-256-GCM) of what is noted on the ledger, where everybody reads. Addresses of webhooks hold tokens often.
 */
public final class HookSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;
    private final SecureRandom random;

    /** @param key 32 bytes or more that nobody else has */
    public HookSeal(byte[] key, SecureRandom random) {
        this.key = key.clone();
        this.random = random;
    }

    /** The secret of a hook. */
    String secret(String hookId) {
        return "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(derived("secret/" + hookId));
    }

    private byte[] derived(String purpose) {
        return Signature.hmac(key, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** @param name what the text is kept under, for which alone it can be opened */
    String seal(String name, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /** What was sealed under this name; empty for what was not, or with another key. */
    Optional<String> open(String name, String sealed) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            if (bytes.length <= NONCE) {
                return Optional.empty();
            }
            byte[] text = cipher(Cipher.DECRYPT_MODE, name, Arrays.copyOf(bytes, NONCE))
                    .doFinal(bytes, NONCE, bytes.length - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(derived("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
