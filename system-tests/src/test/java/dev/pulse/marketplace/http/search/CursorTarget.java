package dev.pulse.marketplace.http.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Cursors that somebody made up, with a digest that holds or without: refused with a sentence, or a place that can be gone on from. */
public final class CursorTarget {
    private static final int TAG = 8;
    private static final int LONGEST_NAME = 255;

    private static final List<NodeSearch> SEARCHES = List.of(
            search(Map.of()),
            search(Map.of("sort", List.of("hostname"))),
            search(Map.of("sort", List.of("-free_slices"), "status", List.of("online"))),
            search(Map.of("sort", List.of("distance"), "near", List.of("50.85,4.35,500"))),
            search(Map.of("sort", List.of("-uptime"))),
            search(Map.of("sort", List.of("price"))));

    private CursorTarget() {}

    private static NodeSearch search(Map<String, List<String>> given) {
        return SearchForm.of(given).search(() -> 1);
    }

    /**
     * Reads one, and goes on from where it says.
     *
     * @param input which search, how the rest is made a cursor of, and the rest
     */
    public static void read(byte[] input, NodeIndex index) {
        if (input.length < 2) {
            return;
        }
        NodeSearch search = SEARCHES.get((input[0] & 0xff) % SEARCHES.size());
        byte[] rest = Arrays.copyOfRange(input, 2, input.length);
        switch (input[1] % 3) {
            case 0 -> {
                String cursor = sealed(2, rest, search.filter() + "|" + search.sort());
                Place place = unlessRefused(() -> NodeCursor.place(cursor, search.filter(), search.sort()));
                goOn(index, search, place);
            }
            case 1 -> {
                String cursor = sealed(3, rest, search.filter() + "|" + search.sort() + "|everywhere");
                goOn(
                        index,
                        search,
                        unlessRefused(() -> GridCursor.places(cursor, search.filter(), search.sort())
                                .apply("far")));
            }
            default -> {
                String text = new String(rest, StandardCharsets.ISO_8859_1);
                goOn(index, search, unlessRefused(() -> NodeCursor.place(text, search.filter(), search.sort())));
                goOn(
                        index,
                        search,
                        unlessRefused(() -> GridCursor.places(text, search.filter(), search.sort())
                                .apply("far")));
            }
        }
    }

    private static String sealed(int version, byte[] rest, String search) {
        byte[] asked = search.getBytes(StandardCharsets.UTF_8);
        byte[] all = ByteBuffer.allocate(1 + rest.length + asked.length)
                .put((byte) version)
                .put(rest)
                .put(asked)
                .array();
        byte[] cursor = ByteBuffer.allocate(1 + TAG + rest.length)
                .put((byte) version)
                .put(Sha256.hash(all), 0, TAG)
                .put(rest)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    private static Place unlessRefused(Supplier<Place> read) {
        try {
            return read.get();
        } catch (Problem refused) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.getMessage()).contains("cursor");
            return null;
        }
    }

    private static void goOn(NodeIndex index, NodeSearch search, Place place) {
        if (place == null) {
            return;
        }
        assertThat(index.search(search.behind(place)).nodes().size()).isLessThanOrEqualTo(search.size());
        if (place.text() == null || place.text().length() <= LONGEST_NAME) {
            String again = NodeCursor.of(place, search.filter(), search.sort());
            assertThat(NodeCursor.place(again, search.filter(), search.sort())).isEqualTo(place);
        }
    }
}
