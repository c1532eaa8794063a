package dev.pulse.ledger.devnet.contract;

import dev.pulse.domain.account.Account;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signatures that contracts are given as proofs. */
final class Signatures {
    private Signatures() {}

    /**
     * Whether a signature is the account's.
     *
     * @param base64 64 bytes in standard base64
     */
    static boolean isGood(Account account, byte[] message, String base64) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, account.key(), 0, message, 0, message.length);
    }
}
