package dev.pulse.domain.liveness;

/**
 * What the liveness rule needs of one proved heartbeat.
 *
 * @param evidence its timestamp, digest, reception and place
 * @param heard when it was heard, observed milliseconds ({@link ObservedClock#heardAt})
 * @param region the region it counts for
 * @param uptimeS seconds since the machine started, or -1
 * @param factsDigest fingerprint of the facts it states
 */
public record Beat(Lease.Evidence evidence, long heard, String region, long uptimeS, long factsDigest) {}
