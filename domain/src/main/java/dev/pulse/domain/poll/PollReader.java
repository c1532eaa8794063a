package dev.pulse.domain.poll;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;

/**
 * Reads a poll: a JSON object with the rules and the canonical payload of a heartbeat (design section 3). It must name this
 * network, this marketplace and this endpoint: a heartbeat, which anybody who takes it could send on, is no poll. Immutable.
 */
public final class PollReader {
    /** The endpoint that a poll is signed for. */
    public static final String PATH = "/api/nodes/reservations";
    /** Most bytes of a poll. */
    public static final int MAX_BYTES = 2 * 1024;
    /** The longest wait, seconds: less than what stands between a node and a server puts up with. */
    public static final int MAX_WAIT_S = 30;

    private static final int MAX_TEXT = 128;

    private final String audience;
    private final String marketplace;

    /**
     * @param audience the network whose polls are taken
     * @param marketplace the name of the marketplace that takes them
     */
    public PollReader(String audience, String marketplace) {
        this.audience = audience;
        this.marketplace = marketplace;
    }

    /** Reads a poll as a node sends it. */
    public PollReading read(byte[] body) {
        return switch (JsonDocument.parse(body)) {
            case Malformed malformed -> new PollReading.Refused(malformed);
            case JsonDocument document -> read(document);
        };
    }

    private PollReading read(JsonDocument document) {
        FieldReader fields = new FieldReader(document);
        int root = document.root();
        String nodeId = fields.nodeId(root, Field.NODE_ID);
        Account account = fields.account(root, Field.NODE_ACCOUNT, "a node's");
        long timestamp = fields.requiredInteger(root, Field.TIMESTAMP);
        byte[] signature = fields.signature(root, Field.SIGNATURE);
        bound(fields, root, Field.AUDIENCE, audience, Code.WRONG_AUDIENCE, "network");
        bound(fields, root, Field.MARKETPLACE, marketplace, Code.WRONG_MARKETPLACE, "marketplace");
        bound(fields, root, Field.PATH, PATH, Code.WRONG_PATH, "endpoint");
        String version = fields.text(root, Field.VERSION, MAX_TEXT);
        int waitS = waitS(fields, root);
        if (fields.malformed() != null) {
            return new PollReading.Refused(fields.malformed());
        }
        int member = document.find(root, Field.SIGNATURE.key());
        return new PollReading.Read(
                new Poll(nodeId, account, timestamp, version, waitS),
                CanonicalJson.canonicalWithout(document, member),
                signature);
    }

    private static int waitS(FieldReader fields, int root) {
        long said = fields.count(root, Field.WAIT_S);
        if (said > MAX_WAIT_S) {
            fields.refuse(Code.BAD_FIELD, "The field wait_s must be an integer from 0 to " + MAX_WAIT_S + ".");
        }
        return said == FieldReader.NO_COUNT ? 0 : (int) Math.min(said, MAX_WAIT_S);
    }

    private static void bound(FieldReader fields, int root, Field field, String to, Code code, String what) {
        if (fields.requiredText(root, field) != null) {
            fields.bound(root, field, to, code, what, "this poll");
        }
    }
}
