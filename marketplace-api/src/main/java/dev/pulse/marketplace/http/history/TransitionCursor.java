package dev.pulse.marketplace.http.history;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The sequence that a page of transitions ended with, and a digest of that and of what was asked for. */
final class TransitionCursor {
    private static final int TAG = 8;
    private static final int CHARACTERS = 22;

    private TransitionCursor() {}

    static String of(String nodeId, long since, long sequence) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + TAG)
                .putLong(sequence)
                .put(tag(nodeId, since, sequence))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws Problem when no page of this node ever gave such a cursor */
    static long sequence(String cursor, String nodeId, long since) {
        try {
            byte[] bytes =
                    cursor.length() == CHARACTERS ? Base64.getUrlDecoder().decode(cursor) : new byte[Long.BYTES];
            long sequence = ByteBuffer.wrap(bytes).getLong();
            if (Arrays.equals(bytes, Long.BYTES, bytes.length, tag(nodeId, since, sequence), 0, TAG)) {
                return sequence;
            }
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        throw bad();
    }

    private static byte[] tag(String nodeId, long since, long sequence) {
        byte[] all = (nodeId + "|" + since + "|" + sequence).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(Sha256.hash(all), TAG);
    }

    private static Problem bad() {
        return new Problem(
                400, "bad_cursor", "This cursor was given by no page of these transitions; begin again without one.");
    }
}
