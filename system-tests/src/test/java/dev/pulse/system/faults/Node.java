package dev.pulse.system.faults;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.system.Http;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** One node that heartbeats when a test says so, each time with a timestamp one second later than the last. */
final class Node {
    private static final NodeFacts FACTS = new NodeFacts(
            "host-1", null, "1.0.0", 60, 1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), "eu", "devnet");

    private final NodeIdentity identity;
    private long timestamp;

    Node(String nodeId) {
        this(nodeId, Instant.now().getEpochSecond() - 60);
    }

    /** A node whose last heartbeat was at this time, unix seconds. */
    Node(String nodeId, long timestamp) {
        this.timestamp = timestamp;
        identity = new NodeIdentity(nodeId, NodeKey.generate(new SecureRandom()));
    }

    String id() {
        return identity.nodeId();
    }

    String account() {
        return identity.key().account().hex();
    }

    /** The next heartbeat. */
    SignedHeartbeat next() {
        timestamp++;
        return HeartbeatComposer.compose(identity, FACTS, timestamp);
    }

    /** Sends a heartbeat. */
    static HttpResponse<String> post(Parts parts, SignedHeartbeat heartbeat) {
        return Http.post(parts.url("ingest") + "/v1/heartbeats", "application/json", heartbeat.body());
    }
}
