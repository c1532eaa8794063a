package dev.pulse.marketplace.proof;

import dev.pulse.domain.verdict.SignatureVerifier;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the verdicts on signatures: a pairing is asked for each time that its node's proof is, and stays the same for as
 * long as the node. Safe for several threads.
 */
public final class RememberedSignatures implements SignatureVerifier {
    /** Verdicts that are remembered: some 1 MB. */
    static final int MAX_REMEMBERED = 2_000;

    private final SignatureVerifier verifier;
    /** By key, message and signature, the oldest first. */
    private final Map<String, Boolean> verdicts = new LinkedHashMap<>();

    /** @param verifier what computes those that are not remembered */
    public RememberedSignatures(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        HexFormat hex = HexFormat.of();
        String what = hex.formatHex(publicKey) + ' ' + hex.formatHex(message) + ' ' + hex.formatHex(signature);
        Boolean known;
        synchronized (verdicts) {
            known = verdicts.get(what);
        }
        return known == null ? remember(what, verifier.verify(publicKey, message, signature)) : known;
    }

    private boolean remember(String what, boolean verdict) {
        synchronized (verdicts) {
            verdicts.put(what, verdict);
            if (verdicts.size() > MAX_REMEMBERED) {
                verdicts.remove(verdicts.keySet().iterator().next());
            }
        }
        return verdict;
    }

    @Override
    public String name() {
        return verifier.name();
    }
}
