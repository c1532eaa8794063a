package dev.pulse.marketplace.http.search;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.federation.GridSearch;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The cursor of a page of several explorers: the place that all have reached, those of peers that are elsewhere since they were
 * missing, and a digest of that and of the search, as in {@link NodeCursor}.
 */
final class GridCursor {
    private static final byte VERSION = 3;
    private static final int TAG = 8;
    private static final int MOST_BYTES = 4_500;
    private static final int MOST_CHARACTERS = 6_000;

    private GridCursor() {}

    /** @param places of each side; null for one that has shown nothing yet */
    static String of(Map<String, Place> places, NodeFilter filter, Sort sort) {
        Place common = places.get(GridSearch.SELF);
        Map<String, Place> others = new TreeMap<>(places);
        others.values().removeIf(place -> Objects.equals(place, common));
        // Only with host names that none has. Then peers that were missing go on with the others.
        byte[] bytes =
                written(common, others).length > MOST_BYTES ? written(common, Map.of()) : written(common, others);
        System.arraycopy(tag(bytes, filter, sort), 0, bytes, 1, TAG);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] written(Place common, Map<String, Place> others) {
        int size = 1 + TAG + size(common) + 1;
        for (Map.Entry<String, Place> other : others.entrySet()) {
            size += 2 + other.getKey().length() + (other.getValue() == null ? 0 : size(other.getValue()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION).put(new byte[TAG]);
        write(common, bytes);
        bytes.put((byte) others.size());
        others.forEach((name, place) -> {
            bytes.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
            bytes.put((byte) (place == null ? 0 : 1));
            if (place != null) {
                write(place, bytes);
            }
        });
        return bytes.array();
    }

    private static int size(Place place) {
        return Long.BYTES
                + Short.BYTES
                + text(place).length
                + 1
                + place.nodeId().length();
    }

    private static byte[] text(Place place) {
        return place.text() == null ? new byte[0] : place.text().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Place place, ByteBuffer into) {
        byte[] text = text(place);
        into.putLong(place.number())
                .putShort((short) (place.text() == null ? -1 : text.length))
                .put(text)
                .put((byte) place.nodeId().length())
                .put(place.nodeId().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The place of each side by its name; where it is none of those that are elsewhere, the common one.
     *
     * @throws Problem when no page of this search ever gave such a cursor
     */
    static Function<String, Place> places(String cursor, NodeFilter filter, Sort sort) {
        byte[] bytes = decoded(cursor);
        if (bytes.length <= 1 + TAG
                || bytes[0] != VERSION
                || !Arrays.equals(bytes, 1, 1 + TAG, tag(bytes, filter, sort), 0, TAG)) {
            throw NodeCursor.bad();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1 + TAG);
            Place common = read(buffer);
            Map<String, Place> others = new HashMap<>();
            for (int left = buffer.get(); left > 0; left--) {
                String name = ascii(buffer);
                others.put(name, buffer.get() == 0 ? null : read(buffer));
            }
            if (buffer.hasRemaining()) {
                throw NodeCursor.bad();
            }
            return side -> others.containsKey(side) ? others.get(side) : common;
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw NodeCursor.bad();
        }
    }

    private static Place read(ByteBuffer buffer) {
        long number = buffer.getLong();
        int length = buffer.getShort();
        byte[] text = new byte[Math.min(Math.max(0, length), buffer.remaining())];
        buffer.get(text);
        String id = ascii(buffer);
        if (!NodeId.isValid(id)) {
            throw NodeCursor.bad();
        }
        return new Place(number, length < 0 ? null : new String(text, StandardCharsets.UTF_8), id);
    }

    private static String ascii(ByteBuffer buffer) {
        byte[] text = new byte[buffer.get()];
        buffer.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static byte[] decoded(String cursor) {
        try {
            if (cursor.length() <= MOST_CHARACTERS) {
                return Base64.getUrlDecoder().decode(cursor);
            }
        } catch (IllegalArgumentException e) {
            throw NodeCursor.bad();
        }
        throw NodeCursor.bad();
    }

    /** A digest of all but itself, and of the search. */
    private static byte[] tag(byte[] cursor, NodeFilter filter, Sort sort) {
        byte[] search = (filter + "|" + sort + "|everywhere").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOfRange(cursor, TAG, cursor.length + search.length);
        all[0] = VERSION;
        System.arraycopy(search, 0, all, cursor.length - TAG, search.length);
        return Arrays.copyOf(Sha256.hash(all), TAG);
    }
}
