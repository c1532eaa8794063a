package dev.pulse.agent.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.proof.Signed;
import dev.pulse.ledger.client.ViewCall;
import dev.pulse.ledger.proof.Statement;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of {@code /proof} as it was saved. Nothing in it is believed: what was signed and what the ledger is said to have
 * said is taken as it stands, and the rest kept to be compared.
 *
 * @param nodeId the node that it says it is of
 * @param all every field
 * @param heartbeat the signed heartbeat; null where there is none
 * @param unsigned whether there is a heartbeat and it says that it was let in without a signature
 * @param pairing the signed pairing; null where there is none
 * @param statements what the ledger is said to have said, by link
 * @param missing why a link is not there, by the name of its field
 * @param ties whether each tie is called ok, by its name
 */
record SavedProof(
        String nodeId,
        Fields all,
        Signed heartbeat,
        boolean unsigned,
        Signed pairing,
        Map<Link, Statement> statements,
        Map<String, Missing> missing,
        Map<String, Boolean> ties) {
    /** Most bytes of an answer: one with 20 reservations has some 60 KiB. */
    static final int MAX_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Why a link is not there. */
    record Missing(String reason, String detail) {
        /** Whether the answer says that there is none, and not only that it could not be looked up. */
        boolean claimsNone() {
            return reason.equals("not_registered") || reason.equals("not_listed");
        }

        @Override
        public String toString() {
            return reason + ": " + detail;
        }
    }

    /**
     * Reads an answer.
     *
     * @throws IOException when it is none; the message is a sentence that names what is wrong
     */
    static SavedProof read(byte[] answer) throws IOException {
        if (answer.length > MAX_BYTES) {
            throw new IOException("A proof has at most " + MAX_BYTES + " bytes; this is more.");
        }
        Fields all = new Fields("", parse(answer));
        if (all.text("error") != null) {
            throw new IOException("This is no proof but an error: " + all.text("error") + ": " + all.shown("detail"));
        }
        String nodeId = all.needText("node_id");
        if (!NodeId.isValid(nodeId)) {
            throw new IOException("The field node_id must be 1 to 64 characters of a-z, 0-9 and -.");
        }
        boolean there = all.text("payload_base64") != null;
        boolean unsigned =
                there && all.flag("legacy") && all.needText("signature").isEmpty();
        Fields pairing = all.inside("pairing");
        return new SavedProof(
                nodeId,
                all,
                there && !unsigned ? signed(all) : null,
                unsigned,
                pairing == null ? null : signed(pairing),
                statements(all),
                missing(all),
                ties(all));
    }

    private static JsonNode parse(byte[] answer) throws IOException {
        try {
            JsonNode root = JSON.readTree(answer);
            if (root == null || !root.isObject()) {
                throw new IOException("A proof is a JSON object; this is none.");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new IOException("This is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Signed signed(Fields fields) throws IOException {
        try {
            return new Signed(
                    Base64.getDecoder().decode(fields.needText("payload_base64")), fields.needText("signature"));
        } catch (IllegalArgumentException e) {
            throw new IOException("A field payload_base64 is not base64.", e);
        }
    }

    private static Map<Link, Statement> statements(Fields all) throws IOException {
        Map<Link, Statement> statements = new EnumMap<>(Link.class);
        for (Link link : new Link[] {Link.REGISTRATION, Link.LISTING, Link.RESERVATION}) {
            Fields fields = all.inside(link.field());
            if (fields != null) {
                statements.put(
                        link,
                        new Statement(
                                new ViewCall(
                                        fields.needText("contract"),
                                        fields.needText("method"),
                                        fields.needText("arguments")),
                                fields.needText("result"),
                                fields.needNumber("block_height"),
                                fields.needText("block_hash")));
            }
        }
        return statements;
    }

    private static Map<String, Missing> missing(Fields all) throws IOException {
        Map<String, Missing> missing = new LinkedHashMap<>();
        for (JsonNode each : all.list("missing")) {
            Fields fields = new Fields("missing", each);
            missing.put(fields.needText("link"), new Missing(fields.needText("reason"), fields.needText("detail")));
        }
        return missing;
    }

    private static Map<String, Boolean> ties(Fields all) throws IOException {
        Map<String, Boolean> ties = new LinkedHashMap<>();
        for (JsonNode each : all.list("ties")) {
            Fields fields = new Fields("ties", each);
            ties.put(fields.needText("name"), fields.flag("ok"));
        }
        return ties;
    }

    /** Why a link is not there. */
    Missing missing(Link link) {
        return missing.getOrDefault(link.field(), new Missing("not_given", "The answer has no such link."));
    }
}
