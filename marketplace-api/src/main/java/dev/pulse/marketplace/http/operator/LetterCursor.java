package dev.pulse.marketplace.http.operator;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.letter.LetterDesk;
import dev.pulse.marketplace.letter.LetterQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The cursor of a search for dead letters: an offset for each partition that is searched, as numbers of seven bits to the
 * byte, behind a digest of them and of what was asked for. So one that was cut or altered, or comes from another search,
 * is refused. It is no secret; whoever makes one up that holds gets letters that anybody may ask for.
 */
public final class LetterCursor {
    private static final byte VERSION = 1;
    private static final int TAG = 8;
    private static final int HEAD = 1 + TAG;
    private static final int MOST_BYTES = HEAD + LetterDesk.MOST_PARTITIONS * 10;

    private LetterCursor() {}

    /** The cursor that goes on at these bounds. */
    public static String of(List<Long> bounds, LetterQuery query) {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        for (long bound : bounds) {
            long rest = bound;
            while (rest >= 0x80) {
                numbers.write((int) (rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            numbers.write((int) rest);
        }
        byte[] bytes = new byte[HEAD + numbers.size()];
        bytes[0] = VERSION;
        System.arraycopy(numbers.toByteArray(), 0, bytes, HEAD, numbers.size());
        System.arraycopy(tag(bytes, query), 0, bytes, 1, TAG);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Where a cursor goes on.
     *
     * @throws Problem when no page of this search ever gave such a cursor
     */
    public static List<Long> bounds(String cursor, LetterQuery query) {
        byte[] bytes = decoded(cursor);
        if (bytes.length <= HEAD || bytes[0] != VERSION || !Arrays.equals(bytes, 1, HEAD, tag(bytes, query), 0, TAG)) {
            throw bad();
        }
        List<Long> bounds = new ArrayList<>();
        long number = 0;
        int shift = 0;
        for (int i = HEAD; i < bytes.length; i++) {
            number |= (long) (bytes[i] & 0x7F) << shift;
            shift += 7;
            if (bytes[i] >= 0) {
                bounds.add(number);
                number = 0;
                shift = 0;
            } else if (shift >= Long.SIZE - 1) {
                throw bad();
            }
        }
        if (shift != 0) {
            throw bad();
        }
        return bounds;
    }

    private static byte[] decoded(String cursor) {
        try {
            if (cursor.length() <= MOST_BYTES * 2) {
                return Base64.getUrlDecoder().decode(cursor);
            }
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        throw bad();
    }

    /** A digest of all but itself, and of the search. */
    private static byte[] tag(byte[] cursor, LetterQuery query) {
        byte[] search = query.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOfRange(cursor, HEAD, cursor.length + search.length);
        System.arraycopy(search, 0, all, cursor.length - HEAD, search.length);
        return Arrays.copyOf(Sha256.hash(all), TAG);
    }

    static Problem bad() {
        return new Problem(
                400, "bad_cursor", "This cursor was given by no page of this search; begin again without one.");
    }
}
