package dev.pulse.domain.heartbeat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a heartbeat (design section 3): parses, checks every known field, makes the canonical payload. Proves nothing:
 * that is the verifier's part. Immutable, so one reader serves all threads.
 *
 * <p>A known field that is null or an empty text counts as absent. One of the wrong type or outside its range makes the
 * heartbeat malformed; unknown fields are never looked at and stay in the payload.
 */
public final class HeartbeatReader {
    /** Longest host name, in UTF-16 units (RFC 1035 section 2.3.4 has 255 bytes). */
    public static final int MAX_HOSTNAME = 255;
    /** Longest of every other text, in UTF-16 units; an IPv6 address with a zone fits. */
    public static final int MAX_TEXT = 128;
    /** Most graphics processors that one heartbeat may list. */
    public static final int MAX_GPUS = 64;

    private final String audience;
    private final boolean allowUnsigned;

    /**
     * @param audience the network whose heartbeats are taken: one that names another is refused; null takes any
     * @param allowUnsigned whether a heartbeat without signature is read, with a null signature
     *     ({@code ALLOW_LEGACY_HEARTBEATS}); otherwise the signature is a required field
     */
    public HeartbeatReader(String audience, boolean allowUnsigned) {
        this.audience = audience;
        this.allowUnsigned = allowUnsigned;
    }

    /** Reads a heartbeat as a node sends it. */
    public Reading read(byte[] body) {
        return read(body, 0, body.length);
    }

    /**
     * Reads a heartbeat as a node sends it from part of an array.
     *
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public Reading read(byte[] body, int offset, int length) {
        return switch (JsonDocument.parse(body, offset, length)) {
            case Malformed malformed -> new Reading.Refused(malformed);
            case JsonDocument document -> signed(document);
        };
    }

    /**
     * Reads a canonical payload, the document without its signature, as it stands in a record. A payload that is not
     * canonical byte for byte, or that still has a signature, is refused. The reading's payload is the array given.
     */
    public Reading readCanonical(byte[] payload) {
        return switch (JsonDocument.parse(payload)) {
            case Malformed malformed -> new Reading.Refused(malformed);
            case JsonDocument document -> {
                if (!document.isCanonical()) {
                    yield refused(Code.NOT_JSON, "The payload is not in its canonical form.");
                }
                if (document.find(document.root(), Field.SIGNATURE.key()) != JsonDocument.NONE) {
                    yield refused(Code.BAD_FIELD, "A canonical payload has no signature in it.");
                }
                FieldReader fields = new FieldReader(document);
                Heartbeat heartbeat = heartbeat(fields);
                yield heartbeat == null
                        ? new Reading.Refused(fields.malformed())
                        : new Reading.Read(heartbeat, payload, null);
            }
        };
    }

    private Reading signed(JsonDocument document) {
        FieldReader fields = new FieldReader(document);
        Heartbeat heartbeat = heartbeat(fields);
        if (heartbeat == null) {
            return new Reading.Refused(fields.malformed());
        }
        int root = document.root();
        boolean signed = fields.present(root, Field.SIGNATURE) != JsonDocument.NONE;
        byte[] signature = signed || !allowUnsigned ? fields.signature(root, Field.SIGNATURE) : null;
        if (fields.malformed() != null) {
            return new Reading.Refused(fields.malformed());
        }
        int member = document.find(root, Field.SIGNATURE.key());
        return new Reading.Read(heartbeat, CanonicalJson.canonicalWithout(document, member), signature);
    }

    /** The typed fields, or null when one is refused: the field reader then knows why. */
    private Heartbeat heartbeat(FieldReader fields) {
        int root = fields.document().root();
        String nodeId = fields.nodeId(root, Field.NODE_ID);
        Account account = nodeId == null ? null : fields.account(root, Field.NODE_ACCOUNT, "a node's");
        long timestamp = account == null ? 0 : fields.requiredInteger(root, Field.TIMESTAMP);
        if (fields.malformed() != null) {
            return null;
        }
        String claimedAudience = fields.text(root, Field.AUDIENCE, MAX_TEXT);
        if (claimedAudience != null && audience != null && !claimedAudience.equals(audience)) {
            fields.refuse(
                    Code.WRONG_AUDIENCE,
                    "The field audience names another network than the one this heartbeat was sent to.");
            return null;
        }
        String hostname = fields.text(root, Field.HOSTNAME, MAX_HOSTNAME);
        String myceliumIp = fields.text(root, Field.MYCELIUM_IP, MAX_TEXT);
        String version = fields.text(root, Field.VERSION, MAX_TEXT);
        String region = fields.text(root, Field.REGION, MAX_TEXT);
        long uptimeS = fields.count(root, Field.UPTIME_S);
        long runningVms = fields.count(root, Field.RUNNING_VMS);
        Capacity capacity = capacity(fields, root);
        Location location = location(fields, root);
        List<Gpu> gpus = gpus(fields, root);
        if (fields.malformed() != null) {
            return null;
        }
        return new Heartbeat(
                nodeId,
                account,
                timestamp,
                hostname,
                myceliumIp,
                version,
                uptimeS,
                runningVms,
                capacity,
                location,
                gpus,
                region,
                claimedAudience);
    }

    private static Capacity capacity(FieldReader fields, int root) {
        int object = fields.container(root, Field.CAPACITY, JsonDocument.Kind.OBJECT);
        if (object == JsonDocument.NONE) {
            return Capacity.UNKNOWN;
        }
        return new Capacity(
                fields.count(object, Field.CPU_CORES),
                fields.count(object, Field.RAM_GB),
                fields.count(object, Field.DISK_GB),
                fields.count(object, Field.GPU_COUNT),
                fields.count(object, Field.SLICES_TOTAL),
                fields.count(object, Field.SLICES_USED));
    }

    private static Location location(FieldReader fields, int root) {
        int object = fields.container(root, Field.LOCATION, JsonDocument.Kind.OBJECT);
        if (object == JsonDocument.NONE) {
            return Location.UNKNOWN;
        }
        return new Location(
                fields.text(object, Field.COUNTRY, MAX_TEXT),
                fields.text(object, Field.CITY, MAX_TEXT),
                fields.degrees(object, Field.LATITUDE_E6, 90_000_000),
                fields.degrees(object, Field.LONGITUDE_E6, 180_000_000));
    }

    private static List<Gpu> gpus(FieldReader fields, int root) {
        int array = fields.container(root, Field.GPUS, JsonDocument.Kind.ARRAY);
        if (array == JsonDocument.NONE) {
            return List.of();
        }
        JsonDocument document = fields.document();
        List<Gpu> gpus = new ArrayList<>();
        for (int gpu = document.first(array); gpu != JsonDocument.NONE; gpu = document.next(array, gpu)) {
            if (gpus.size() == MAX_GPUS || document.kind(gpu) != JsonDocument.Kind.OBJECT) {
                fields.refuse(Code.BAD_FIELD, "The field gpus must be a list of at most " + MAX_GPUS + " objects.");
                return List.of();
            }
            gpus.add(new Gpu(
                    fields.text(gpu, Field.VENDOR, MAX_TEXT),
                    fields.text(gpu, Field.MODEL, MAX_TEXT),
                    fields.count(gpu, Field.VRAM_GB)));
        }
        return gpus;
    }

    private static Reading refused(Code code, String detail) {
        return new Reading.Refused(new Malformed(code, detail));
    }
}
