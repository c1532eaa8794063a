package dev.pulse.marketplace.follow;

import java.time.Instant;

/**
 * How far a follower is.
 *
 * @param asOf everything committed before this moment has been applied; null until that was so for the first time
 * @param lag offsets between what was applied and what was last known to be there, at least 0
 * @param problem what keeps it from reading, a sentence; null while it reads
 */
public record Progress(Instant asOf, long lag, String problem) {
    static final Progress NONE = new Progress(null, 0, null);

    /** Whether it has caught up at least once. */
    public boolean loaded() {
        return asOf != null;
    }
}
