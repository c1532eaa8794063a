package dev.pulse.lifecycle.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Pause;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.lifecycle.store.LastRejection;
import dev.pulse.schemas.topic.Topics;
import java.util.Locale;

/**
 * All that the lifecycle stream knows of one node. Times are unix seconds, except where a name ends in {@code _ms}
 * (docs/reference/lifecycle.md has the fields).
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record NodeView(
        String nodeId,
        String account,
        String liveness,
        String lifecycle,
        String region,
        long sequence,
        long since,
        Long firstSeen,
        Long lastSeen,
        Long lastTimestamp,
        Long deadlineInMs,
        long flaps,
        long onlineMs,
        long observedMs,
        long advances,
        long duplicates,
        long replays,
        boolean legacy,
        RejectedView lastRejected,
        EvidenceView evidence,
        LifeView life,
        long asOf) {
    /**
     * Where the last accepted heartbeat stands.
     *
     * @param topic full name of the topic
     */
    public record EvidenceView(String topic, int partition, long offset) {}

    /** The newest dead letter under this name, and how many there have been. */
    public record RejectedView(String reason, String detail, long at, long count) {
        static RejectedView of(LastRejection rejection) {
            return rejection == null
                    ? null
                    : new RejectedView(
                            rejection.reason().wire(), rejection.detail(), rejection.at() / 1_000, rejection.count());
        }
    }

    /**
     * @param life null for a node that is only discovered
     * @param observed the partition's observed milliseconds
     * @param wall the same as unix milliseconds
     */
    static NodeView of(
            String nodeId,
            Lease lease,
            NodeFacts facts,
            NodeLife life,
            LastRejection rejection,
            LivenessRule rule,
            long observed,
            long wall) {
        Lease.Standing standing = lease.standing();
        Lease.Evidence last = lease.last();
        Pause uptime = Pause.counted(life == null ? null : life.pause(), lease, observed);
        Long left = lease.liveness() == Liveness.ONLINE ? (Long) Math.max(0, rule.deadline(lease) - observed) : null;
        return new NodeView(
                nodeId,
                facts == null ? null : facts.account(),
                lower(lease.liveness()),
                lower(standing.lifecycle()),
                lease.region(),
                standing.sequence(),
                standing.since() / 1_000,
                lease.heardFrom() ? (Long) (lease.firstSeen() / 1_000) : null,
                lease.heardFrom() ? (Long) (last.receivedAt() / 1_000) : null,
                lease.heardFrom() ? (Long) last.timestamp() : null,
                left,
                standing.flaps(),
                uptime.onlineMs(),
                uptime.observedMs(),
                lease.counts().advances(),
                lease.counts().duplicates(),
                lease.counts().replays(),
                last.legacy(),
                RejectedView.of(rejection),
                lease.heardFrom() ? new EvidenceView(Topics.VERIFIED.name(), last.partition(), last.offset()) : null,
                LifeView.of(life),
                wall / 1_000);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
