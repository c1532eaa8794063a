package dev.pulse.ledger.message;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.borsh.BorshWriter;

/**
 * What a wallet signs to show whose it is (NEP-413). The tag in front keeps it from ever being a transaction.
 *
 * @param message what the person sees
 * @param nonce 32 bytes that are used once
 * @param recipient whom it is for
 * @param callbackUrl where the wallet goes back to, or null
 */
public record Message(String message, byte[] nonce, String recipient, String callbackUrl) {
    /** Bytes of a nonce. */
    public static final int NONCE_LENGTH = 32;

    /** 2^31 + 413, as NEP-461 has it for NEP-413. */
    private static final long TAG = (1L << 31) + 413;

    /** @throws IllegalArgumentException for a nonce of another length */
    public Message {
        if (nonce.length != NONCE_LENGTH) {
            throw new IllegalArgumentException("a nonce has 32 bytes, not " + nonce.length);
        }
        nonce = nonce.clone();
    }

    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    /** The 32 bytes that are signed: SHA-256 of the tag and the message in Borsh. */
    public byte[] hash() {
        BorshWriter out = new BorshWriter()
                .u32((int) TAG)
                .string(message)
                .fixed(nonce)
                .string(recipient)
                .u8(callbackUrl == null ? 0 : 1);
        if (callbackUrl != null) {
            out.string(callbackUrl);
        }
        return Sha256.hash(out.toByteArray());
    }
}
