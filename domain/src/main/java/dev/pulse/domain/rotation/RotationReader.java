package dev.pulse.domain.rotation;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.field.SignatureText;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;

/**
 * Reads a rotation: a JSON object with the rules of a heartbeat, signed twice. {@code new_signature} is the new key's; the
 * other one is the old key's, in {@code signature}, or, where the document has an {@code owner_account}, that account's, in
 * {@code owner_signature}. Both are over the SHA-256 of one canonical payload: the document without its signatures.
 * {@code audience}, {@code marketplace} and {@code path}, where present, must name this network, this marketplace and this
 * endpoint. Immutable.
 */
public final class RotationReader {
    /** The endpoint that a rotation is signed for. */
    public static final String PATH = "/api/nodes/rotate";
    /** Most bytes of a rotation: those of a heartbeat (design section 3). */
    public static final int MAX_BYTES = 8 * 1024;

    private static final String DOCUMENT = "this rotation";

    private final String audience;
    private final String marketplace;

    /**
     * A reader.
     *
     * @param audience the network whose rotations are taken
     * @param marketplace the name of the marketplace that takes them; null takes those for any
     */
    public RotationReader(String audience, String marketplace) {
        this.audience = audience;
        this.marketplace = marketplace;
    }

    /** Reads a rotation as it is sent. */
    public RotationReading read(byte[] body) {
        return switch (JsonDocument.parse(body)) {
            case Malformed malformed -> new RotationReading.Refused(malformed);
            case JsonDocument document -> {
                FieldReader fields = new FieldReader(document);
                Rotation rotation = rotation(fields);
                byte[] signature = signature(fields);
                byte[] newSignature = fields.signature(document.root(), Field.NEW_SIGNATURE);
                yield fields.malformed() == null
                        ? new RotationReading.Read(rotation, unsigned(document), signature, newSignature)
                        : new RotationReading.Refused(fields.malformed());
            }
        };
    }

    /**
     * Reads a rotation as it stands in a record, its signatures apart. A payload that is not canonical byte for byte, or
     * that still has a signature, is refused. The reading's payload is the array given.
     *
     * @param signature of {@link Rotation#by}, standard base64
     * @param newSignature of {@link Rotation#next}, standard base64
     */
    public RotationReading read(byte[] payload, String signature, String newSignature) {
        byte[] first = SignatureText.decode(signature);
        byte[] second = SignatureText.decode(newSignature);
        if (first == null || second == null) {
            return refused(
                    Code.BAD_SIGNATURE_ENCODING, "A signature must be 64 bytes in standard base64 with padding.");
        }
        return switch (JsonDocument.parse(payload)) {
            case Malformed malformed -> new RotationReading.Refused(malformed);
            case JsonDocument document -> {
                if (!document.isCanonical()) {
                    yield refused(Code.NOT_JSON, "The payload is not in its canonical form.");
                }
                if (Field.SIGNATURES.stream().anyMatch(field -> isThere(document, field))) {
                    yield refused(Code.BAD_FIELD, "A canonical payload has no signature in it.");
                }
                FieldReader fields = new FieldReader(document);
                Rotation rotation = rotation(fields);
                yield fields.malformed() == null
                        ? new RotationReading.Read(rotation, payload, first, second)
                        : new RotationReading.Refused(fields.malformed());
            }
        };
    }

    private Rotation rotation(FieldReader fields) {
        int root = fields.document().root();
        String nodeId = fields.nodeId(root, Field.NODE_ID);
        Account account = fields.account(root, Field.NODE_ACCOUNT, "a node's");
        Account next = fields.account(root, Field.NEW_ACCOUNT, "a node's");
        Account owner = fields.present(root, Field.OWNER_ACCOUNT) == JsonDocument.NONE
                ? null
                : fields.account(root, Field.OWNER_ACCOUNT, "a farmer's");
        long timestamp = fields.requiredInteger(root, Field.TIMESTAMP);
        fields.bound(root, Field.AUDIENCE, audience, Code.WRONG_AUDIENCE, "network", DOCUMENT);
        fields.bound(root, Field.MARKETPLACE, marketplace, Code.WRONG_MARKETPLACE, "marketplace", DOCUMENT);
        fields.bound(root, Field.PATH, PATH, Code.WRONG_PATH, "endpoint", DOCUMENT);
        if (account != null && account.equals(next)) {
            fields.refuse(Code.BAD_FIELD, "The field new_account must be another account than node_account.");
        }
        return new Rotation(nodeId, account, next, owner, timestamp);
    }

    /** The signature beside the new key's. The other one of the two there may be has no place: nobody would look at it. */
    private static byte[] signature(FieldReader fields) {
        boolean byOwner = fields.present(fields.document().root(), Field.OWNER_ACCOUNT) != JsonDocument.NONE;
        Field wanted = byOwner ? Field.OWNER_SIGNATURE : Field.SIGNATURE;
        Field other = byOwner ? Field.SIGNATURE : Field.OWNER_SIGNATURE;
        if (isThere(fields.document(), other)) {
            fields.refuse(
                    Code.BAD_FIELD,
                    "A rotation is signed by the node's old key, in signature, or by owner_account, in owner_signature;"
                            + " this one has " + other.key() + " and " + (byOwner ? "an" : "no") + " owner_account.");
        }
        return fields.signature(fields.document().root(), wanted);
    }

    private static byte[] unsigned(JsonDocument signed) {
        JsonDocument document = signed;
        byte[] canonical = CanonicalJson.canonicalWithout(document, JsonDocument.NONE);
        for (Field field : Field.SIGNATURES) {
            // What was taken apart once is taken apart again: this is done once in a node's life, or twice.
            document = (JsonDocument) JsonDocument.parse(canonical);
            canonical = CanonicalJson.canonicalWithout(document, document.find(document.root(), field.key()));
        }
        return canonical;
    }

    private static boolean isThere(JsonDocument document, Field field) {
        return document.find(document.root(), field.key()) != JsonDocument.NONE;
    }

    private static RotationReading refused(Code code, String detail) {
        return new RotationReading.Refused(new Malformed(code, detail));
    }
}
