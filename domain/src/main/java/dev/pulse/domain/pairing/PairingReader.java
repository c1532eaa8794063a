package dev.pulse.domain.pairing;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;
import java.util.regex.Pattern;

/**
 * Reads a pairing: a JSON object with the rules and the canonical payload of a heartbeat (design sections 3 and 9), its
 * machine in {@code specs}. {@code audience}, {@code marketplace} and {@code path}, where present, must name this network,
 * this marketplace and this endpoint: what was signed for one says nothing at another. Immutable.
 */
public final class PairingReader {
    /** The endpoint that a node signs its pairing for. */
    public static final String PATH = "/api/nodes/pair";
    /** The endpoint that a farmer signs for in the place of his node. */
    public static final String FARMER_PATH = "/api/dashboard/nodes/from-explorer";
    /** Most bytes of a pairing: those of a heartbeat (design section 3). */
    public static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_HOSTNAME = 255;
    private static final int MAX_TEXT = 128;
    private static final Pattern FARM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final String audience;
    private final String marketplace;
    private final String path;

    /**
     * A reader of what nodes sign.
     *
     * @param audience the network whose pairings are taken
     * @param marketplace the name of the marketplace that takes them
     */
    public PairingReader(String audience, String marketplace) {
        this(audience, marketplace, PATH);
    }

    /**
     * A reader of what is signed for one endpoint, or of what was signed for some network, marketplace and endpoint.
     *
     * @param audience the network whose pairings are taken; null takes any
     * @param marketplace the name of the marketplace; null takes any
     * @param path the endpoint that they are signed for; null takes any
     */
    public PairingReader(String audience, String marketplace, String path) {
        this.audience = audience;
        this.marketplace = marketplace;
        this.path = path;
    }

    /** Reads a pairing as a node sends it. */
    public PairingReading read(byte[] body) {
        return switch (JsonDocument.parse(body)) {
            case Malformed malformed -> new PairingReading.Refused(malformed);
            case JsonDocument document -> read(document);
        };
    }

    /**
     * Reads a canonical payload, the document without its signature, as it stands in a proof. A payload that is not
     * canonical byte for byte, or that still has a signature, is refused. The reading has no signature, and its payload is
     * the array given.
     */
    public PairingReading readCanonical(byte[] payload) {
        return switch (JsonDocument.parse(payload)) {
            case Malformed malformed -> new PairingReading.Refused(malformed);
            case JsonDocument document -> {
                FieldReader fields = new FieldReader(document);
                if (!document.isCanonical()) {
                    fields.refuse(Code.NOT_JSON, "The payload is not in its canonical form.");
                } else if (document.find(document.root(), Field.SIGNATURE.key()) != JsonDocument.NONE) {
                    fields.refuse(Code.BAD_FIELD, "A canonical payload has no signature in it.");
                }
                Pairing pairing = pairing(fields);
                yield fields.malformed() != null
                        ? new PairingReading.Refused(fields.malformed())
                        : new PairingReading.Read(pairing, payload, null);
            }
        };
    }

    private PairingReading read(JsonDocument document) {
        FieldReader fields = new FieldReader(document);
        Pairing pairing = pairing(fields);
        int root = document.root();
        byte[] signature = fields.signature(root, Field.SIGNATURE);
        if (fields.malformed() != null) {
            return new PairingReading.Refused(fields.malformed());
        }
        int member = document.find(root, Field.SIGNATURE.key());
        return new PairingReading.Read(pairing, CanonicalJson.canonicalWithout(document, member), signature);
    }

    /** The typed fields; without a meaning once the field reader has refused one. */
    private Pairing pairing(FieldReader fields) {
        int root = fields.document().root();
        String nodeId = fields.nodeId(root, Field.NODE_ID);
        Account account = fields.account(root, Field.NODE_ACCOUNT, "a node's");
        Account farmer = fields.account(root, Field.FARMER_ACCOUNT, "a farmer's");
        long timestamp = fields.requiredInteger(root, Field.TIMESTAMP);
        String farmId = farm(fields, root);
        fields.bound(root, Field.AUDIENCE, audience, Code.WRONG_AUDIENCE, "network", "this pairing");
        fields.bound(root, Field.MARKETPLACE, marketplace, Code.WRONG_MARKETPLACE, "marketplace", "this pairing");
        fields.bound(root, Field.PATH, path, Code.WRONG_PATH, "endpoint", "this pairing");
        String hostname = fields.text(root, Field.HOSTNAME, MAX_HOSTNAME);
        String myceliumIp = fields.text(root, Field.MYCELIUM_IP, MAX_TEXT);
        Specs specs = specs(fields, root);
        return new Pairing(nodeId, account, farmer, farmId, timestamp, hostname, myceliumIp, specs);
    }

    private static String farm(FieldReader fields, int root) {
        String farmId = fields.text(root, Field.FARM_ID, MAX_TEXT);
        if (farmId != null && !FARM.matcher(farmId).matches()) {
            fields.refuse(
                    Code.BAD_FIELD,
                    "The field farm_id must be 1 to 64 characters of a-z, 0-9 and -, and must not begin with -.");
        }
        return farmId;
    }

    private static Specs specs(FieldReader fields, int root) {
        int object = fields.container(root, Field.SPECS, JsonDocument.Kind.OBJECT);
        if (object == JsonDocument.NONE) {
            return Specs.UNKNOWN;
        }
        return new Specs(
                fields.count(object, Field.CPU_CORES),
                fields.count(object, Field.RAM_GB),
                fields.count(object, Field.DISK_GB),
                fields.count(object, Field.GPU_COUNT));
    }
}
