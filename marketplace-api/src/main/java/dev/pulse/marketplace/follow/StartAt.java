package dev.pulse.marketplace.follow;

/**
 * Where a {@link TopicFollower} begins to read.
 *
 * @param newest at most this many of the newest offsets of each partition; {@link Long#MAX_VALUE} for all of them. Offsets
 *     and not records, since transaction markers take offsets too
 */
public record StartAt(long newest) {
    /** With the oldest record that Kafka has. */
    public static final StartAt BEGINNING = new StartAt(Long.MAX_VALUE);

    /** The first offset to read of a partition that holds {@code [begin, end)}. */
    long offset(long begin, long end) {
        return newest >= end - begin ? begin : end - newest;
    }
}
