package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.node.NodeField;
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
    private final Pruner pruner;
    private final long unsaid;
    private final boolean down;
    private final List<String> texts;

    /** Takes rows out by their number. */
    @FunctionalInterface
    interface Pruner {
        /** Takes rows of a segment out whose number is not within bounds; may leave some of them. */
        void prune(int segment, long[] rows, int at, long least, long most);
    }

    private SortKeys(Numbers source, Pruner pruner, long unsaid, boolean down, List<String> texts) {
        this.source = source;
        this.pruner = pruner;
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
            return new SortKeys(then, then::narrow, field.unsaid(), sort.down(), null);
        }
        return switch (field.kind()) {
            case NUMBER -> {
                Numbers numbers = columns.numbers(field);
                yield new SortKeys(numbers, numbers::narrow, field.unsaid(), sort.down(), null);
            }
            case WORD -> words(columns.words(field), sort.down());
            case DISTANCE -> {
                DistanceNumbers distances = new DistanceNumbers(columns.latitudes(), columns.longitudes(), sort.from());
                yield new SortKeys(distances, distances, UNSAID, sort.down(), null);
            }
            default -> throw new IllegalArgumentException("nodes are not sorted by " + field);
        };
    }

    /** Even numbers, so that a text that is gone has its place between two. */
    private static SortKeys words(WordColumn<?> words, boolean down) {
        RankNumbers ranks = new RankNumbers(words);
        return new SortKeys(ranks, ranks, UNSAID, down, words.sorted());
    }

    /** A random order, the same for a seed: by what accounts and addresses are, so the same at another instance too. */
    static SortKeys random(long seed, NodeTexts texts) {
        return new SortKeys(
                new SampleNumbers(seed, texts.accountKeys(), texts.addressKeys()),
                (segment, rows, at, least, most) -> {},
                UNSAID,
                false,
                null);
    }

    private long key(long number) {
        // The largest number there is has the key of the one before it, so that what is unsaid has one of its own.
        return number == unsaid ? LAST : down ? ~number : Math.min(number, LAST - 1);
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

    /**
     * Takes rows of a segment out whose key is not within bounds; may leave some of them.
     *
     * @param rows a bit for each row of the segment, from {@code rows[at]} on
     * @param most below {@link #LAST}, which those have that do not say
     */
    void prune(int segment, long[] rows, int at, long least, long most) {
        long first = down ? ~most : least;
        long last = down ? ~least : most == LAST - 1 ? LAST : most;
        pruner.prune(segment, rows, at, Math.max(first, unsaid + 1), last);
    }
}
