package dev.pulse.benchmarks.micro;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.SignedHeartbeat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Nodes with keys of their own and one signed heartbeat each, of the size that the agent sends. The same every time: the
 * keys come from a fixed seed, the time stands still.
 */
final class MicroFleet {
    /** When every node signed, unix seconds. */
    static final long TIMESTAMP = 1_790_000_000L;

    static final String AUDIENCE = "devnet";
    static final String REGION = "eu";
    static final String INGEST = "ingest-1";

    private static final long SEED = 0x70756c7365L;

    private final byte[][] keys;
    private final byte[][] payloads;
    private final byte[][] signatures;

    /**
     * A fleet.
     *
     * @param nodes how many, a power of two, so that going round needs no division
     */
    MicroFleet(int nodes) {
        if (Integer.bitCount(nodes) != 1) {
            throw new IllegalArgumentException("a fleet's size must be a power of two, not " + nodes);
        }
        keys = new byte[nodes][Ed25519.PUBLIC_KEY_SIZE];
        payloads = new byte[nodes][];
        signatures = new byte[nodes][Ed25519.SIGNATURE_SIZE];
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
        for (int node = 0; node < nodes; node++) {
            random.nextBytes(secret);
            Ed25519.generatePublicKey(secret, 0, keys[node], 0);
            payloads[node] = text(node, HexFormat.of().formatHex(keys[node]), "");
            byte[] hash = Sha256.hash(payloads[node]);
            Ed25519.sign(secret, 0, keys[node], 0, hash, 0, hash.length, signatures[node], 0);
        }
    }

    int size() {
        return keys.length;
    }

    static String nodeId(int node) {
        return "node-" + (10_000_000 + node);
    }

    byte[] key(int node) {
        return keys[node];
    }

    byte[] signature(int node) {
        return signatures[node];
    }

    /** The canonical payload. */
    byte[] payload(int node) {
        return payloads[node];
    }

    /** The body as the agent sends it: canonical, with the signature in its place. */
    byte[] body(int node) {
        return text(node, account(node), member(node));
    }

    /** The body as a node would send it that writes its members in no order, with spaces. */
    byte[] unsortedBody(int node) {
        String sorted = new String(payloads[node], StandardCharsets.UTF_8);
        String members = sorted.substring(1, sorted.length() - 1);
        int half = members.indexOf("\"node_account\"");
        return ("{ " + members.substring(half) + ", " + member(node) + members.substring(0, half - 1) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The record that the ingest makes of it. */
    SignedHeartbeat raw(int node) {
        return new SignedHeartbeat(
                ByteBuffer.wrap(payloads[node]),
                ByteBuffer.wrap(signatures[node]),
                account(node),
                Instant.ofEpochSecond(TIMESTAMP, 250_000_000),
                REGION,
                INGEST,
                false);
    }

    private String account(int node) {
        return HexFormat.of().formatHex(keys[node]);
    }

    private String member(int node) {
        return "\"signature\":\"" + Base64.getEncoder().encodeToString(signatures[node]) + "\",";
    }

    private static byte[] text(int node, String account, String signature) {
        return ("{\"audience\":\"" + AUDIENCE + "\",\"capacity\":{\"cpu_cores\":16,\"disk_gb\":2000,\"gpu_count\":1,"
                        + "\"ram_gb\":64,\"slices_total\":15,\"slices_used\":" + node % 16 + "},"
                        + "\"gpus\":[{\"model\":\"L4\",\"vendor\":\"nvidia\",\"vram_gb\":24}],\"hostname\":\"host-"
                        + node + "\",\"location\":{\"city\":\"Ghent\",\"country\":\"BE\",\"latitude_e6\":51053000,"
                        + "\"longitude_e6\":3725000},\"mycelium_ip\":\"46a:52b7:1:2:3:4:5:"
                        + Integer.toHexString(1 + node) + "\",\"node_account\":\"" + account + "\",\"node_id\":\""
                        + nodeId(node) + "\",\"region\":\"" + REGION + "\",\"running_vms\":3," + signature
                        + "\"timestamp\":" + TIMESTAMP + ",\"uptime_s\":" + (86_400 + node)
                        + ",\"version\":\"1.0.3\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
