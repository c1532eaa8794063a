package dev.pulse.domain.proof;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.SignatureText;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the links of a chain are what they say and are about one and the same node. Time plays no part: what was signed
 * long ago is still signed. Whether the ledger really said what is shown as its word is not seen here; only the ledger
 * knows. Immutable; as safe for several threads as its verifier.
 */
public final class ChainRule {
    private final SignatureVerifier verifier;
    private final PaperReader reader;

    /**
     * A rule.
     *
     * @param verifier what computes a signature's equation
     * @param audience the network whose documents are taken: one that names another is refused; null takes any
     */
    public ChainRule(SignatureVerifier verifier, String audience) {
        this.verifier = verifier;
        this.reader = new PaperReader(audience);
    }

    /** Checks all that is there: each signature, and each tie between two links. */
    public Findings check(Chain chain) {
        List<Seal> seals = new ArrayList<>();
        if (chain.heartbeat() != null) {
            seals.add(seal(Paper.HEARTBEAT, chain.heartbeat()));
        }
        if (chain.pairing() != null) {
            seals.add(seal(Paper.PAIRING, chain.pairing()));
        }
        if (chain.listing() != null) {
            seals.add(seal(Paper.LISTING_PROOF, chain.listing().proof()));
        }
        return new Findings(seals, ties(chain));
    }

    /** The ties alone, which cost no crypto. */
    public List<Tie> ties(Chain chain) {
        return new Ties(reader, chain).all();
    }

    /**
     * Checks one document: its canonical form, and its signature. A heartbeat counts by the node's account alone; a
     * pairing also by the farmer whom it names, where he signed it for the endpoint at which farmers do.
     */
    public Seal seal(Paper paper, Signed signed) {
        return switch (reader.read(paper, signed.payload())) {
            case PaperReader.Result.Refused refused -> new Seal(paper, null, null, refused.detail());
            case PaperReader.Result.Read read -> seal(paper, signed, read.word(), read.path());
        };
    }

    private Seal seal(Paper paper, Signed signed, Word word, String path) {
        byte[] signature = SignatureText.decode(signed.signature());
        if (signature == null) {
            return new Seal(
                    paper, word, null, "The signature is not 64 bytes in standard base64 with padding (RFC 4648).");
        }
        byte[] hash = Sha256.hash(signed.payload());
        if (mayHaveSignedFor(path, PairingReader.PATH) && holds(word.account(), hash, signature)) {
            return new Seal(paper, word, word.account(), "Signed with the node's key, " + word.account() + ".");
        }
        if (word.farmer() == null) {
            return new Seal(
                    paper, word, null, "The signature does not hold under the node's account " + word.account() + ".");
        }
        if (mayHaveSignedFor(path, PairingReader.FARMER_PATH) && holds(word.farmer(), hash, signature)) {
            return new Seal(paper, word, word.farmer(), "Signed with the farmer's key, " + word.farmer() + ".");
        }
        return new Seal(paper, word, null, refusal(word, path));
    }

    private static String refusal(Word word, String path) {
        return mayHaveSignedFor(path, PairingReader.PATH) || mayHaveSignedFor(path, PairingReader.FARMER_PATH)
                ? "The signature holds neither under the node's account " + word.account() + " nor under the farmer's, "
                        + word.farmer() + ", as signed for the endpoint that is theirs."
                : "The document was signed for another endpoint than those that pair.";
    }

    /** A document that names no endpoint is good for each. */
    private static boolean mayHaveSignedFor(String path, String endpoint) {
        return path == null || path.equals(endpoint);
    }

    private boolean holds(Account account, byte[] hash, byte[] signature) {
        return verifier.verify(account.key(), hash, signature);
    }
}
