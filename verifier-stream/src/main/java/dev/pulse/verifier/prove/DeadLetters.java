package dev.pulse.verifier.prove;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.convert.States;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters that Kafka takes, whatever it was that died. A record may fill a whole batch by its value, its key
 * or its headers, and a letter around it would then be too large to be written, which stops the topology: so the
 * original is cut, the key is a node id or none, and headers stay behind. The letter says where the whole record stands.
 */
final class DeadLetters {
    /** Most bytes of the original that a letter keeps: half of what Kafka takes in one record by default. */
    static final int MAX_ORIGINAL_BYTES = 512 * 1024;

    /** Longest detail, in UTF-16 units. */
    static final int MAX_DETAIL = 300;

    private DeadLetters() {}

    /**
     * The letter for a record.
     *
     * @param source where the record stands
     * @param detail one sentence for a person
     * @param receivedAtMs when the ingest received it, unix milliseconds
     * @param account the account that it claims, or null where none could be read
     */
    static Record<String, SpecificRecord> of(
            Record<String, byte[]> raw,
            RecordMetadata source,
            Rejection reason,
            String detail,
            long receivedAtMs,
            String account) {
        byte[] value = raw.value() == null ? new byte[0] : raw.value();
        int kept = Math.min(value.length, MAX_ORIGINAL_BYTES);
        String cut = kept == value.length ? "" : " The first " + kept + " of its " + value.length + " bytes are kept.";
        DeadLetter letter = DeadLetter.newBuilder()
                .setReason(States.reason(reason))
                .setDetail(shortened(detail, MAX_DETAIL - cut.length()) + cut)
                .setOriginal(ByteBuffer.wrap(value, 0, kept))
                .setSourceTopic(source.topic())
                .setSourcePartition(source.partition())
                .setSourceOffset(source.offset())
                .setAt(Instant.ofEpochMilli(receivedAtMs))
                .setAccount(account)
                .build();
        return new Record<>(NodeId.isValid(raw.key()) ? raw.key() : null, letter, raw.timestamp());
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
