package dev.pulse.agent.heartbeat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.json.CanonicalJson;
import dev.pulse.domain.verdict.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Writes and signs heartbeats (design section 3): the document, its canonical form, the SHA-256 of that, plain Ed25519
 * over those 32 bytes, and the body that carries the signature. The same input always gives the same bytes.
 */
public final class HeartbeatComposer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] AFTER_SIGNATURE = "\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    private HeartbeatComposer() {}

    /**
     * One signed heartbeat.
     *
     * @param identity who speaks
     * @param facts what it says
     * @param timestamp the node's clock, unix seconds
     * @throws IllegalArgumentException when a text of the facts holds a lone surrogate, which no JSON text may
     */
    public static SignedHeartbeat compose(NodeIdentity identity, NodeFacts facts, long timestamp) {
        return sign(identity, document(identity, facts, timestamp), timestamp);
    }

    private static SignedHeartbeat sign(NodeIdentity identity, byte[] document, long timestamp) {
        byte[] canonical = switch (CanonicalJson.canonicalize(document)) {
            case CanonicalJson.Result.Canonical done -> done.bytes();
            case CanonicalJson.Result.Refused refused ->
                throw new IllegalArgumentException(
                        "the facts cannot be written: " + refused.malformed().detail());
        };
        byte[] signature = identity.key().sign(Sha256.hash(canonical));
        return new SignedHeartbeat(timestamp, canonical, signature, withSignature(canonical, signature));
    }

    /**
     * The body for a canonical payload and a signature: the signature stands where sorting puts it, so that the body is
     * itself in canonical form and cheap to read.
     *
     * @param canonical a canonical payload that {@link #compose} made
     * @param signature any bytes; a heartbeat's has 64
     */
    public static byte[] withSignature(byte[] canonical, byte[] signature) {
        byte[] member = ("\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\",")
                .getBytes(StandardCharsets.US_ASCII);
        int at = indexOfTimestamp(canonical);
        byte[] body = new byte[canonical.length + member.length];
        System.arraycopy(canonical, 0, body, 0, at);
        System.arraycopy(member, 0, body, at, member.length);
        System.arraycopy(canonical, at, body, at + member.length, canonical.length - at);
        return body;
    }

    /** Inside a string the quotes would be escaped, so the last match is always the key. */
    private static int indexOfTimestamp(byte[] canonical) {
        for (int at = canonical.length - AFTER_SIGNATURE.length; at > 0; at--) {
            if (Arrays.equals(canonical, at, at + AFTER_SIGNATURE.length, AFTER_SIGNATURE, 0, AFTER_SIGNATURE.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("a payload without a timestamp");
    }

    /** Keys are written in sorted order, which makes canonicalising a plain copy. */
    private static byte[] document(NodeIdentity identity, NodeFacts facts, long timestamp) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(768);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            text(json, "audience", facts.audience());
            capacity(json, facts.capacity());
            gpus(json, facts.gpus());
            text(json, "hostname", facts.hostname());
            location(json, facts.location());
            text(json, "mycelium_ip", facts.myceliumIp());
            json.writeStringField("node_account", identity.key().account().hex());
            json.writeStringField("node_id", identity.nodeId());
            text(json, "region", facts.region());
            number(json, "running_vms", facts.runningVms());
            json.writeNumberField("timestamp", timestamp);
            number(json, "uptime_s", facts.uptimeS());
            text(json, "version", facts.version());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalArgumentException("the facts cannot be written: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    private static void capacity(JsonGenerator json, Capacity capacity) throws IOException {
        if (capacity.equals(Capacity.UNKNOWN)) {
            return;
        }
        json.writeObjectFieldStart("capacity");
        number(json, "cpu_cores", capacity.cpuCores());
        number(json, "disk_gb", capacity.diskGb());
        number(json, "gpu_count", capacity.gpuCount());
        number(json, "ram_gb", capacity.ramGb());
        number(json, "slices_total", capacity.slicesTotal());
        number(json, "slices_used", capacity.slicesUsed());
        json.writeEndObject();
    }

    private static void gpus(JsonGenerator json, List<Gpu> gpus) throws IOException {
        if (gpus.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("gpus");
        for (Gpu gpu : gpus) {
            json.writeStartObject();
            text(json, "model", gpu.model());
            text(json, "vendor", gpu.vendor());
            number(json, "vram_gb", gpu.vramGb());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void location(JsonGenerator json, Location location) throws IOException {
        if (location.equals(Location.UNKNOWN)) {
            return;
        }
        json.writeObjectFieldStart("location");
        text(json, "city", location.city());
        text(json, "country", location.country());
        if (location.latitudeE6() != Location.UNSAID && location.longitudeE6() != Location.UNSAID) {
            json.writeNumberField("latitude_e6", location.latitudeE6());
            json.writeNumberField("longitude_e6", location.longitudeE6());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value >= 0) {
            json.writeNumberField(name, value);
        }
    }
}
