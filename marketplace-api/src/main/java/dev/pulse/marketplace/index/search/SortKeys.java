package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Point;
import dev.pulse.marketplace.index.node.SampleKey;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.table.NodeColumns;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.NodeTexts;
import dev.pulse.marketplace.index.table.WordColumn;
import dev.pulse.marketplace.index.uptime.Lately;
import java.util.Collections;
import java.util.List;

/** An order by numbers, as keys that always go upwards: turned around where it goes down, and the largest for what is unsaid. */
final class SortKeys implements Numbers {
    /** What rows have that do not say: behind all others. */
    static final long LAST = Long.MAX_VALUE;

    private static final long UNSAID = -1;

    private final Numbers source;
    private final long unsaid;
    private final boolean down;
    private final List<String> texts;

    private SortKeys(Numbers source, long unsaid, boolean down, List<String> texts) {
        this.source = source;
        this.unsaid = unsaid;
        this.down = down;
        this.texts = texts;
    }

    /** @param past what the days that are asked about were like, or null: then uptime and flaps are of those */
    static SortKeys of(Sort sort, NodeTable table, Lately past) {
        NodeColumns columns = table.columns();
        NodeField field = sort.field();
        Numbers then = past == null ? null : past.numbers(field);
        if (then != null) {
            return new SortKeys(then, field.unsaid(), sort.down(), null);
        }
        return switch (field.kind()) {
            case NUMBER -> new SortKeys(columns.numbers(field), field.unsaid(), sort.down(), null);
            case WORD -> words(columns.words(field), sort.down());
            case DISTANCE -> new SortKeys(distances(columns, sort.from()), UNSAID, sort.down(), null);
            default -> throw new IllegalArgumentException("nodes are not sorted by " + field);
        };
    }

    /** Even numbers, so that a text that is gone has its place between two. */
    private static SortKeys words(WordColumn<?> words, boolean down) {
        int[] ranks = words.ranks();
        Numbers codes = words.codes();
        return new SortKeys(
                row -> {
                    int rank = ranks[(int) codes.get(row)];
                    return rank < 0 ? UNSAID : 2L * rank;
                },
                UNSAID,
                down,
                words.sorted());
    }

    private static Numbers distances(NodeColumns columns, Point from) {
        return row -> from.centimetresTo(
                columns.latitudes().get(row), columns.longitudes().get(row));
    }

    /** A random order, the same for a seed: by what accounts and addresses are, so the same at another instance too. */
    static SortKeys random(long seed, NodeTexts texts) {
        Numbers accounts = texts.accountKeys();
        Numbers addresses = texts.addressKeys();
        return new SortKeys(row -> SampleKey.of(seed, accounts.get(row), addresses.get(row)), UNSAID, false, null);
    }

    private long key(long number) {
        // The largest number there is has the key of the one before it, so that what is unsaid has one of its own.
        return number == unsaid ? LAST : down ? ~number : Math.min(number, LAST - 1);
    }

    /** The key of a number that is none of a row's. */
    long keyOf(long number) {
        return key(number);
    }

    /** The key of a place. */
    long key(Place place) {
        if (texts == null) {
            return key(place.number());
        }
        if (place.text() == null) {
            return LAST;
        }
        int found = Collections.binarySearch(texts, place.text());
        return key(found >= 0 ? 2L * found : 2L * -(found + 1) - 1);
    }

    @Override
    public long get(int row) {
        return key(source.get(row));
    }

    @Override
    public void read(int segment, long[] into) {
        source.read(segment, into);
        for (int i = 0; i < into.length; i++) {
            into[i] = key(into[i]);
        }
    }
}
