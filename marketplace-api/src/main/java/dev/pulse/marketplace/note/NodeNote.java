package dev.pulse.marketplace.note;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What is noted of a node: whose it is, the word for it, and whether it was retired. Under {@code node/<node_id>}, JSON.
 *
 * @param ownership whose it is
 * @param retired whether it was taken out of service for good
 */
public record NodeNote(Ownership ownership, boolean retired) {
    /** What the names of these notes begin with. */
    public static final String PREFIX = "node/";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The note's name. */
    public static String key(String nodeId) {
        return PREFIX + nodeId;
    }

    NodeNote asRetired() {
        return new NodeNote(ownership, true);
    }

    /** Whether another one is paired with the same farmer under the same account, and proved if this one is. */
    boolean covers(Ownership other) {
        return ownership.farmer().equals(other.farmer())
                && ownership.farmId().equals(other.farmId())
                && ownership.identity().equals(other.identity())
                && (ownership.proof() != null || other.proof() == null);
    }

    /** As it is kept: the payload in base64, since it is JSON within JSON. */
    String text() {
        ObjectNode json = JSON.createObjectNode()
                .put("farmer", ownership.farmer().hex())
                .put("farm_id", ownership.farmId())
                .put("identity", ownership.identity().hex())
                .put("signed_at", ownership.signedAt());
        if (ownership.proof() != null) {
            byte[] payload = ownership.proof().payload().getBytes(StandardCharsets.UTF_8);
            json.put("payload", Base64.getEncoder().encodeToString(payload))
                    .put("signature", ownership.proof().signature());
        }
        if (retired) {
            json.put("retired", true);
        }
        return json.toString();
    }

    /** The note of a text; empty for one that is none. */
    public static Optional<NodeNote> of(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Proof proof = json.has("payload")
                    ? new Proof(
                            new String(
                                    Base64.getDecoder()
                                            .decode(json.path("payload").asText()),
                                    StandardCharsets.UTF_8),
                            json.path("signature").asText())
                    : null;
            return Optional.of(new NodeNote(
                    new Ownership(
                            new Account(json.path("farmer").asText()),
                            json.path("farm_id").asText(),
                            new Account(json.path("identity").asText()),
                            json.path("signed_at").asLong(),
                            proof),
                    json.path("retired").asBoolean()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
