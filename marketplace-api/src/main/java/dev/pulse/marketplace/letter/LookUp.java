package dev.pulse.marketplace.letter;

import java.time.Instant;

/** What came of looking for one letter. */
public sealed interface LookUp {
    /**
     * It is there.
     *
     * @param letter the letter and what is to be said of it
     * @param asOf when it was looked for
     */
    record Found(Examination letter, Instant asOf) implements LookUp {}

    /**
     * It is older than Kafka keeps letters.
     *
     * @param oldest the oldest offset of that partition
     */
    record Gone(long oldest) implements LookUp {}

    /** No letter ever stood there: the end of the partition has not come so far, or it is the marker of a transaction. */
    record Never() implements LookUp {}

    /** Kafka did not give it in time. */
    record Late() implements LookUp {}
}
