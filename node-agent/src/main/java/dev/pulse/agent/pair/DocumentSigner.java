package dev.pulse.agent.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.verdict.Sha256;
import java.util.Base64;

/** Signs documents that are no heartbeats, and in the same way: over the SHA-256 of their canonical payload. */
public final class DocumentSigner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentSigner() {}

    /**
     * What is signed: a document's SHA-256, as long as there is no signature in it.
     *
     * @throws IllegalArgumentException when a text of it holds a lone surrogate
     */
    public static byte[] hash(ObjectNode document) {
        return switch (CanonicalJson.canonicalize(bytes(document))) {
            case CanonicalJson.Result.Canonical done -> Sha256.hash(done.bytes());
            case CanonicalJson.Result.Refused refused ->
                throw new IllegalArgumentException(
                        "the document cannot be written: " + refused.malformed().detail());
        };
    }

    /** A document with a key's signature in {@code signature}, as it is sent. */
    public static byte[] signed(NodeKey key, ObjectNode document) {
        return bytes(document.put("signature", sign(key, hash(document))));
    }

    /** A key's signature over a hash, as it stands in a document. */
    public static String sign(NodeKey key, byte[] hash) {
        return Base64.getEncoder().encodeToString(key.sign(hash));
    }

    /** A document as it is sent. */
    public static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the document cannot be written: " + e.getMessage(), e);
        }
    }
}
