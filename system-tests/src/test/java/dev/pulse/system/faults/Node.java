package dev.pulse.system.faults;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.system.Http;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
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

    /** The record that an ingest makes of a heartbeat. */
    dev.pulse.schemas.SignedHeartbeat raw(SignedHeartbeat heartbeat) {
        return new dev.pulse.schemas.SignedHeartbeat(
                ByteBuffer.wrap(heartbeat.canonical()),
                ByteBuffer.wrap(heartbeat.signature()),
                account(),
                Instant.ofEpochSecond(heartbeat.timestamp()),
                "eu",
                "ingest-eu",
                false);
    }

    /** The record that a verifier makes of a heartbeat. */
    VerifiedHeartbeat verified(SignedHeartbeat heartbeat) {
        return switch (new HeartbeatReader(null, false).readCanonical(heartbeat.canonical())) {
            case Reading.Read read ->
                HeartbeatRecords.verified(
                        read.heartbeat(), raw(heartbeat), Bytes.digest(Sha256.hash(heartbeat.canonical())));
            case Reading.Refused refused -> throw new AssertionError(refused);
        };
    }

    /** Sends a heartbeat. */
    static HttpResponse<String> post(Parts parts, SignedHeartbeat heartbeat) {
        return Http.post(parts.url("ingest") + "/v1/heartbeats", "application/json", heartbeat.body());
    }
}
