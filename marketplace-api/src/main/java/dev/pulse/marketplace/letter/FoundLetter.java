package dev.pulse.marketplace.letter;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.generation.LetterPlace;
import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;

/**
 * A dead letter that was found, without the bytes of its original.
 *
 * @param generation number of the generation of the topic that it stands in
 * @param reason whose topic that is
 * @param partition the partition of that topic
 * @param offset its place there
 * @param at when the refused record was received, unix milliseconds
 * @param nodeId the record's key; null where none could be read
 * @param account the account that it claims; null where none could be read
 * @param detail why it was refused, or why the letter can't be read
 * @param source the topic and partition of the refused record; null where the letter can't be read
 * @param sourceOffset where the refused record stands there
 * @param originalBytes how many bytes of the refused record the letter keeps
 */
public record FoundLetter(
        int generation,
        Rejection reason,
        int partition,
        long offset,
        long at,
        String nodeId,
        String account,
        String detail,
        TopicPartition source,
        long sourceOffset,
        int originalBytes) {
    /** By time, and by place where that is the same. */
    static final Comparator<FoundLetter> BY_TIME = Comparator.comparingLong(FoundLetter::at)
            .thenComparing(FoundLetter::reason)
            .thenComparingInt(FoundLetter::generation)
            .thenComparingInt(FoundLetter::partition)
            .thenComparingLong(FoundLetter::offset);

    /** Where it stands. */
    public LetterPlace place() {
        return new LetterPlace(generation, reason, partition, offset);
    }
}
