package dev.pulse.marketplace.letter;

import dev.pulse.domain.verdict.Rejection;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which dead letters are looked for.
 *
 * @param reasons any of these; empty for all
 * @param nodeId the node's letters alone; null for everybody's
 * @param since received then or later; null for as long as they are kept
 * @param until received before; null for everything up to now
 */
public record LetterQuery(Set<Rejection> reasons, String nodeId, Instant since, Instant until) {
    public LetterQuery {
        reasons = Collections.unmodifiableSet(
                reasons.isEmpty() ? EnumSet.allOf(Rejection.class) : EnumSet.copyOf((Collection<Rejection>) reasons));
    }

    /**
     * Whether a letter is one of them.
     *
     * @param key its record's key
     * @param at its record's time, unix milliseconds
     */
    boolean takes(String key, long at) {
        return (nodeId == null || nodeId.equals(key))
                && (since == null || at >= since.toEpochMilli())
                && (until == null || at < until.toEpochMilli());
    }
}
