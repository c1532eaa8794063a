package dev.pulse.marketplace.http.search;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The cursor of a page: the place of its last node, and a digest of that and of what was asked for. So a cursor that is cut or
 * altered, or comes from another search, is refused and never goes on somewhere else. It is no secret; whoever makes one up
 * that holds gets a page that anybody may ask for.
 */
final class NodeCursor {
    private static final byte VERSION = 2;
    private static final int TAG = 8;
    private static final int HEAD = 1 + TAG + Long.BYTES + 1 + Short.BYTES;
    /** Beyond the longest host name. */
    private static final int MAX_CHARACTERS = 6_000;

    private NodeCursor() {}

    static String of(Place place, NodeFilter filter, Sort sort) {
        byte[] text = place.text() == null ? new byte[0] : place.text().getBytes(StandardCharsets.UTF_8);
        byte[] id = place.nodeId().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + text.length + id.length)
                .put(VERSION)
                .put(new byte[TAG])
                .putLong(place.number())
                .put((byte) (place.text() == null ? 0 : 1))
                .putShort((short) text.length)
                .put(text)
                .put(id);
        bytes.put(1, tag(bytes.array(), filter, sort));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws Problem when no page of this search ever gave such a cursor */
    static Place place(String cursor, NodeFilter filter, Sort sort) {
        byte[] bytes = decoded(cursor);
        if (bytes.length <= HEAD
                || bytes[0] != VERSION
                || !Arrays.equals(bytes, 1, 1 + TAG, tag(bytes, filter, sort), 0, TAG)) {
            throw bad();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1 + TAG);
        long number = buffer.getLong();
        boolean said = buffer.get() == 1;
        int length = buffer.getShort();
        if (length < 0 || length >= buffer.remaining()) {
            throw bad();
        }
        byte[] text = new byte[length];
        buffer.get(text);
        String id = StandardCharsets.US_ASCII.decode(buffer).toString();
        if (!NodeId.isValid(id)) {
            throw bad();
        }
        return new Place(number, said ? new String(text, StandardCharsets.UTF_8) : null, id);
    }

    private static byte[] decoded(String cursor) {
        try {
            if (cursor.length() <= MAX_CHARACTERS) {
                return Base64.getUrlDecoder().decode(cursor);
            }
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        throw bad();
    }

    /** A digest of all but itself, and of the search. */
    private static byte[] tag(byte[] cursor, NodeFilter filter, Sort sort) {
        byte[] search = (filter + "|" + sort).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOfRange(cursor, TAG, cursor.length + search.length);
        all[0] = VERSION;
        System.arraycopy(search, 0, all, cursor.length - TAG, search.length);
        return Arrays.copyOf(Sha256.hash(all), TAG);
    }

    /** What a cursor that no page gave is answered with. */
    static Problem bad() {
        return new Problem(
                400, "bad_cursor", "This cursor was given by no page of this search; begin again without one.");
    }
}
