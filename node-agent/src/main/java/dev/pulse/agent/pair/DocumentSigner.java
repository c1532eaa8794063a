package dev.pulse.agent.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.verdict.Sha256;
import java.util.Base64;

/** Signs what a node tells a marketplace, as it signs heartbeats: over the SHA-256 of the canonical payload (design section 3). */
public final class DocumentSigner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentSigner() {}

    /**
     * A document with its signature, as it is sent.
     *
     * @param document without a signature, which it has afterwards
     * @throws IllegalArgumentException for one that has no canonical form
     */
    public static byte[] sign(NodeIdentity identity, ObjectNode document) {
        try {
            byte[] canonical = switch (CanonicalJson.canonicalize(JSON.writeValueAsBytes(document))) {
                case CanonicalJson.Result.Canonical done -> done.bytes();
                case CanonicalJson.Result.Refused refused ->
                    throw new IllegalArgumentException("the document cannot be written: "
                            + refused.malformed().detail());
            };
            byte[] signature = identity.key().sign(Sha256.hash(canonical));
            document.put("signature", Base64.getEncoder().encodeToString(signature));
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the document cannot be written: " + e.getMessage(), e);
        }
    }
}
