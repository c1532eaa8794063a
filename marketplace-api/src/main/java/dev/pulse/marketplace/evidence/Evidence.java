package dev.pulse.marketplace.evidence;

import dev.pulse.schemas.VerifiedHeartbeat;

/** What came of looking for the record that proves a heartbeat. */
public sealed interface Evidence {
    /**
     * It is there.
     *
     * @param heartbeat the record, payload and signature included
     */
    record Found(VerifiedHeartbeat heartbeat) implements Evidence {}

    /** Kafka no longer has it: older than the retention of {@code heartbeats.verified}, 7 days. */
    record Gone() implements Evidence {}

    /**
     * It could not be read now.
     *
     * @param reason a sentence
     */
    record Unavailable(String reason) implements Evidence {}
}
