package dev.pulse.benchmarks.load;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.verdict.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * What the nodes of a fleet say: the documents that the agent would write, byte for byte in canonical form, put together
 * from two pieces so that a million of them are quickly made. A node's facts follow from its number; one heartbeat in
 * {@link #HEARTBEATS_PER_TENANCY} changes them.
 */
public final class Wording {
    /** A node's slices in use are drawn anew after so many heartbeats: 50 minutes at one a minute. */
    static final int HEARTBEATS_PER_TENANCY = 50;

    private static final String[] CITIES = {
        "\"city\":\"Ghent\",\"country\":\"BE\",\"latitude_e6\":51053000,\"longitude_e6\":3725000",
        "\"city\":\"Frankfurt\",\"country\":\"DE\",\"latitude_e6\":50110000,\"longitude_e6\":8682000",
        "\"city\":\"Helsinki\",\"country\":\"FI\",\"latitude_e6\":60170000,\"longitude_e6\":24938000",
        "\"city\":\"Lisbon\",\"country\":\"PT\",\"latitude_e6\":38722000,\"longitude_e6\":-9139000",
        "\"city\":\"Warsaw\",\"country\":\"PL\",\"latitude_e6\":52230000,\"longitude_e6\":21012000",
        "\"city\":\"Z\u00fcrich\",\"country\":\"CH\",\"latitude_e6\":47377000,\"longitude_e6\":8541000"
    };
    private static final int[] RAM_GB = {16, 32, 64, 128, 256};
    private static final String GPU = "\"gpus\":[{\"model\":\"L4\",\"vendor\":\"nvidia\",\"vram_gb\":24}],";
    /** One node in seven has a graphics processor. */
    private static final int GPU_EVERY = 7;
    /** The oldest node started here, unix seconds (November 2023). */
    private static final long FIRST_BOOT = 1_700_000_000L;

    private final String audience;
    private final String region;

    Wording(String audience, String region) {
        this.audience = audience;
        this.region = region;
    }

    /** The name of a node. */
    public static String nodeId(int node) {
        String digits = Integer.toString(node);
        return "load-" + "0000000".substring(Math.min(7, digits.length())) + digits;
    }

    /**
     * A signed body.
     *
     * @param fleet whose node it is
     * @param node which one
     * @param round how many heartbeats it has sent before this one
     * @param timestamp unix seconds
     */
    byte[] body(LoadFleet fleet, LoadSigner signer, int node, int round, long timestamp) {
        byte[] publicKey = fleet.publicKey(node);
        byte[] head = head(node, HexFormat.of().formatHex(publicKey), round);
        byte[] tail = tail(node, timestamp);
        byte[] payload = new byte[head.length + tail.length];
        System.arraycopy(head, 0, payload, 0, head.length);
        System.arraycopy(tail, 0, payload, head.length, tail.length);
        byte[] signature = signer.sign(fleet.seed(node), publicKey, Sha256.hash(payload));
        // Sorted by code point, "signature" stands right before "timestamp".
        byte[] member = ("\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\",")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[payload.length + member.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(member, 0, body, head.length, member.length);
        System.arraycopy(tail, 0, body, head.length + member.length, tail.length);
        return body;
    }

    private byte[] head(int node, String account, int round) {
        SplittableRandom draw = new SplittableRandom(node * 0x9e3779b97f4a7c15L);
        int ram = RAM_GB[draw.nextInt(RAM_GB.length)];
        long slices = Capacity.slicesOf(ram);
        int tenancy = (round + draw.nextInt(HEARTBEATS_PER_TENANCY)) / HEARTBEATS_PER_TENANCY;
        long used = new SplittableRandom(node * 31L + tenancy).nextLong(slices + 1);
        boolean gpu = node % GPU_EVERY == 0;
        String id = nodeId(node);
        StringBuilder text = new StringBuilder(512)
                .append("{\"audience\":\"")
                .append(audience)
                .append("\",\"capacity\":{\"cpu_cores\":")
                .append(ram / 2)
                .append(",\"disk_gb\":")
                .append(ram * 16)
                .append(",\"gpu_count\":")
                .append(gpu ? 1 : 0)
                .append(",\"ram_gb\":")
                .append(ram)
                .append(",\"slices_total\":")
                .append(slices)
                .append(",\"slices_used\":")
                .append(used)
                .append("},")
                .append(gpu ? GPU : "")
                .append("\"hostname\":\"")
                .append(id)
                .append(".sim\",\"location\":{")
                .append(CITIES[draw.nextInt(CITIES.length)])
                .append("},\"mycelium_ip\":\"")
                .append(Integer.toHexString(0x400 + draw.nextInt(0x200)));
        for (int group = 1; group < 8; group++) {
            text.append(':').append(Integer.toHexString(1 + draw.nextInt(0xffff)));
        }
        text.append("\",\"node_account\":\"")
                .append(account)
                .append("\",\"node_id\":\"")
                .append(id)
                .append("\",\"region\":\"")
                .append(region)
                .append("\",\"running_vms\":")
                .append(Math.min(used, 1 + used / 2))
                .append(',');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tail(int node, long timestamp) {
        long uptime = Math.max(0, timestamp - FIRST_BOOT - node % 50_000_000L);
        return ("\"timestamp\":" + timestamp + ",\"uptime_s\":" + uptime + ",\"version\":\"1.2.0\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
