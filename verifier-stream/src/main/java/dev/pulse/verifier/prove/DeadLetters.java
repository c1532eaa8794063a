package dev.pulse.verifier.prove;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.convert.LetterRecords;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes the letters of one task: their key is a node id or none, and headers stay behind. */
final class DeadLetters {
    private final LetterQuota quota;

    /** Letters of which none was made yet. */
    DeadLetters(LetterQuota quota) {
        this.quota = quota;
    }

    /**
     * The letter for a record.
     *
     * @param source where the record stands
     * @param detail one sentence for a person
     * @param receivedAtMs when the ingest received it, unix milliseconds
     * @param account the account that it claims, or null where none could be read
     */
    Record<String, SpecificRecord> of(
            Record<String, byte[]> raw,
            RecordMetadata source,
            Rejection reason,
            String detail,
            long receivedAtMs,
            String account) {
        String nodeId = NodeId.isValid(raw.key()) ? raw.key() : null;
        boolean keeps = quota.keeps(nodeId, LetterRecords.kept(raw.value()), raw.timestamp());
        return new Record<>(
                nodeId,
                LetterRecords.letter(
                        reason,
                        detail,
                        raw.value(),
                        keeps,
                        new LetterRecords.Source(source.topic(), source.partition(), source.offset()),
                        receivedAtMs,
                        account),
                raw.timestamp());
    }
}
