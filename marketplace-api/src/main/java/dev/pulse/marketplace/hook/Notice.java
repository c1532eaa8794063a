package dev.pulse.marketplace.hook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.hook.send.Delivery;
import dev.pulse.marketplace.index.node.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What somebody is told, as JSON. Its id follows from what it says, so that two who tell the same tell it under one id. */
final class Notice {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ID_BYTES = 16;

    private Notice() {}

    /**
     * Of a node.
     *
     * @param node what the index knows of it, or null
     * @param since when it went offline, or was back, unix milliseconds
     * @param reminder 0 for the first time, then 1, 2, 3
     */
    static Delivery node(
            Hook hook, HookEvent event, String nodeId, NodeEntry node, long since, int reminder, long now) {
        ObjectNode about = JSON.createObjectNode()
                .put("node_id", nodeId)
                .put("since", since / 1_000)
                .put("reminder", reminder);
        if (node != null) {
            about.put("region", node.region())
                    .put("lifecycle", Answers.word(node.lifecycle()))
                    .put("hostname", node.hostname())
                    .put("last_seen", node.heard() ? (Long) node.lastSeen() : null);
        }
        return delivery(hook, event, "node", about, nodeId + "/" + since + "/" + reminder, now);
    }

    /**
     * Of a region.
     *
     * @param since since when it is, or was, disturbed, unix seconds
     */
    static Delivery region(Hook hook, HookEvent event, String region, long since, long now) {
        ObjectNode about = JSON.createObjectNode().put("region", region).put("disturbed_since", since);
        return delivery(hook, event, "region", about, region + "/" + since, now);
    }

    /** @param number what tells it from other tests */
    static Delivery test(Hook hook, String number, long now) {
        ObjectNode about = JSON.createObjectNode().put("detail", "Somebody tried out whether this arrives.");
        return delivery(hook, HookEvent.TEST, "test", about, number, now);
    }

    private static Delivery delivery(
            Hook hook, HookEvent event, String kind, ObjectNode about, String which, long now) {
        byte[] named = (hook.id() + "|" + event + "|" + which).getBytes(StandardCharsets.UTF_8);
        String id = HexFormat.of().formatHex(Sha256.hash(named), 0, ID_BYTES);
        ObjectNode body = JSON.createObjectNode()
                .put("id", id)
                .put("event", event.wire())
                .put("webhook_id", hook.id())
                .put("at", now / 1_000);
        body.set(kind, about);
        return Delivery.of(id, event.wire(), body.toString(), now);
    }
}
