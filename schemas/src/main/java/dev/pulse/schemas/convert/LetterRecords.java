package dev.pulse.schemas.convert;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Makes dead letters that Kafka takes, whatever it was that died. A record may fill a whole batch by its value, its key or
 * its headers, and a letter around it would then be too large to be written, which stops a topology: so the original is
 * cut. The letter says where the whole record stands.
 */
public final class LetterRecords {
    /** Most bytes of the original that a letter keeps: half of what Kafka takes in one record by default. */
    public static final int MAX_ORIGINAL_BYTES = 512 * 1024;

    /** Longest detail, in UTF-16 units. */
    public static final int MAX_DETAIL = 300;

    private LetterRecords() {}

    /**
     * Where the refused record stands.
     *
     * @param topic its topic
     * @param partition its partition there
     * @param offset its offset there
     */
    public record Source(String topic, int partition, long offset) {}

    /** How many bytes of an original a letter would keep. */
    public static int kept(byte[] original) {
        return original == null ? 0 : Math.min(original.length, MAX_ORIGINAL_BYTES);
    }

    /**
     * A letter.
     *
     * @param detail one sentence for a person
     * @param original the value of the refused record, or null
     * @param keeps whether the bytes are kept; otherwise the letter says that they are over the quota
     * @param at when it was received, unix milliseconds
     * @param account the account that it claims, or null where none could be read
     */
    public static DeadLetter letter(
            Rejection reason, String detail, byte[] original, boolean keeps, Source source, long at, String account) {
        int length = original == null ? 0 : original.length;
        int kept = keeps ? kept(original) : 0;
        return DeadLetter.newBuilder()
                .setReason(States.reason(reason))
                .setDetail(detail(detail, cut(length, kept)))
                .setOriginal(kept == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(original, 0, kept))
                .setOriginalBytes(kept == length ? null : length)
                .setSourceTopic(source.topic())
                .setSourcePartition(source.partition())
                .setSourceOffset(source.offset())
                .setAt(Instant.ofEpochMilli(at))
                .setAccount(account)
                .build();
    }

    private static String cut(int length, int kept) {
        if (kept == length) {
            return "";
        }
        return kept == 0
                ? " Its " + length + " bytes are over the quota, and not kept."
                : " The first " + kept + " of its " + length + " bytes are kept.";
    }

    private static String detail(String text, String cut) {
        int most = MAX_DETAIL - cut.length();
        return (text.length() <= most ? text : text.substring(0, most - 1) + "…") + cut;
    }
}
