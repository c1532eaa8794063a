package dev.pulse.ledger.message;

import dev.pulse.domain.verdict.Sha256;
import java.util.HexFormat;

/**
 * A request that changes something, as the key of its account signs it: its method, where it goes, every byte of its body, and,
 * as the recipient, the origin that it is for. The nonce is the marketplace's, and is used once.
 *
 * @param method in capitals
 * @param path with the query, as it stands in the request
 * @param body as it is sent; no bytes where there is none
 */
public record ActingRequest(String method, String path, byte[] body) {
    /** The header with the nonce, base64. */
    public static final String NONCE = "Pulse-Nonce";

    /** The header with the signature, base64. */
    public static final String SIGNATURE = "Pulse-Signature";

    /**
     * What is signed (NEP-413).
     *
     * @param nonce of a challenge for this account
     * @param origin whom it is for, as browsers write origins
     * @throws IllegalArgumentException for a nonce that is none
     */
    public Message message(byte[] nonce, String origin) {
        String words = method + " " + path + "\nwith a body of SHA-256 "
                + HexFormat.of().formatHex(Sha256.hash(body)) + ".";
        return new Message(words, nonce, origin, null);
    }
}
