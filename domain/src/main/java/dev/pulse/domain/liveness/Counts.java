package dev.pulse.domain.liveness;

/**
 * Verified heartbeats by what they were accounted as: each exactly once (design section 6).
 *
 * @param advances newer than the last
 * @param duplicates the same bytes as the last
 * @param replays older, or as old with other bytes
 */
public record Counts(long advances, long duplicates, long replays) {
    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0);

    /** One more advance. */
    public Counts advance() {
        return new Counts(advances + 1, duplicates, replays);
    }

    /** One more duplicate. */
    public Counts duplicate() {
        return new Counts(advances, duplicates + 1, replays);
    }

    /** One more replay. */
    public Counts replay() {
        return new Counts(advances, duplicates, replays + 1);
    }

    /** The sum. */
    public Counts plus(Counts other) {
        return new Counts(advances + other.advances, duplicates + other.duplicates, replays + other.replays);
    }

    /** The difference. */
    public Counts minus(Counts other) {
        return new Counts(advances - other.advances, duplicates - other.duplicates, replays - other.replays);
    }
}
