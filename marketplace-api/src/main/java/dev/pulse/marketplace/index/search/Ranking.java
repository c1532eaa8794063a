package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.RowOrder;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.narrow.Matches;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.NodeTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The first matches by key and then by node id, in one pass that keeps no more than it gives. Ids are compared among equal keys
 * only: a few of them are sorted; where many rows have the last key, they are found by a walk in the order of ids, which is short
 * just because they are many.
 */
final class Ranking {
    /** Rows of one key that are sorted rather than walked to. */
    private static final int FEW = 1_024;
    /** Rows of a segment from which on reading all its keys is cheaper than each by itself. */
    private static final int MANY = Segments.ROWS / 4;

    private final NodeTable table;
    private final Matches matches;
    private final SortKeys keys;
    private final boolean down;
    /** The smallest keys so far, the largest of them first: a binary heap. */
    private long[] heapKeys;

    private int[] heapRows;
    private int size;
    /** Rows with the heap's largest key that are not in it. */
    private final Ties beside = new Ties();

    /** @param down whether equal keys go from the last id to the first */
    Ranking(NodeTable table, Matches matches, SortKeys keys, boolean down) {
        this.table = table;
        this.matches = matches;
        this.keys = keys;
        this.down = down;
    }

    /** Rows with one key: all of them while they are few, and how many in any case. */
    private static final class Ties {
        private final int[] rows = new int[FEW];
        private int count;

        void add(int row) {
            if (count < FEW) {
                rows[count] = row;
            }
            count++;
        }

        List<Integer> few() {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(rows[i]);
            }
            return all;
        }
    }

    /**
     * The first rows behind a place.
     *
     * @param after null for the first of all
     * @param wanted how many, 1 or more
     */
    List<Integer> first(Place after, int wanted) {
        heapKeys = new long[wanted];
        heapRows = new int[wanted];
        Ties atPlace = new Ties();
        scan(after, atPlace);
        List<Integer> found = new ArrayList<>();
        if (after != null) {
            found.addAll(firstOf(keys.key(after), atPlace, List.of(), after, wanted));
        }
        if (found.size() < wanted) {
            // Not before it is needed: among many equal keys it is a walk of its own.
            ranked(wanted).stream().limit(wanted - found.size()).forEach(found::add);
        }
        return found;
    }

    private void scan(Place after, Ties atPlace) {
        boolean fromPlace = after != null;
        long place = fromPlace ? keys.key(after) : Long.MIN_VALUE;
        long[] all = new long[Segments.ROWS];
        long[] some = new long[Segments.WORDS];
        for (int segment = 0; segment < matches.segments(); segment++) {
            int count = matches.countIn(segment);
            if (count == 0) {
                continue;
            }
            System.arraycopy(matches.words(), segment * Segments.WORDS, some, 0, Segments.WORDS);
            if (size == heapKeys.length && heapKeys[0] < SortKeys.LAST) {
                // Once there are many at the place, they are walked to: the rest of them need not be looked at.
                long least = atPlace.count > FEW ? place + 1 : place;
                keys.prune(segment, some, 0, least, heapKeys[0]);
                count = Matches.count(some);
            }
            boolean many = count >= MANY;
            if (many) {
                keys.read(segment, all);
            }
            int first = segment << Segments.SHIFT;
            for (int word = 0; word < Segments.WORDS; word++) {
                for (long left = some[word]; left != 0; left &= left - 1) {
                    int row = first + (word << 6) + Long.numberOfTrailingZeros(left);
                    long key = many ? all[Segments.place(row)] : keys.get(row);
                    if (fromPlace && key <= place) {
                        if (key == place) {
                            atPlace.add(row);
                        }
                    } else if (size < heapKeys.length || key <= heapKeys[0]) {
                        offer(key, row);
                    }
                }
            }
        }
    }

    private void offer(long key, int row) {
        if (size < heapKeys.length) {
            siftUp(key, row);
            size++;
        } else if (key == heapKeys[0]) {
            beside.add(row);
        } else {
            long before = heapKeys[0];
            int out = heapRows[0];
            siftDown(key, row);
            if (heapKeys[0] == before) {
                beside.add(out);
            } else {
                beside.count = 0;
            }
        }
    }

    private void siftUp(long key, int row) {
        int at = size;
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (heapKeys[parent] >= key) {
                break;
            }
            heapKeys[at] = heapKeys[parent];
            heapRows[at] = heapRows[parent];
            at = parent;
        }
        heapKeys[at] = key;
        heapRows[at] = row;
    }

    private void siftDown(long key, int row) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && heapKeys[child + 1] > heapKeys[child]) {
                child++;
            }
            if (heapKeys[child] <= key) {
                break;
            }
            heapKeys[at] = heapKeys[child];
            heapRows[at] = heapRows[child];
            at = child;
        }
        heapKeys[at] = key;
        heapRows[at] = row;
    }

    /** What the heap holds in order, the last key's rows being the right ones of those that have it. */
    private List<Integer> ranked(int wanted) {
        if (size == 0) {
            return List.of();
        }
        long last = heapKeys[0];
        List<Integer> before = new ArrayList<>();
        List<Integer> tied = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            (heapKeys[i] == last ? tied : before).add(heapRows[i]);
        }
        Comparator<Integer> byKey = Comparator.comparingLong(keys::get);
        before.sort(byKey.thenComparing(byId()));
        before.addAll(firstOf(last, beside, tied, null, wanted - before.size()));
        return before;
    }

    private Comparator<Integer> byId() {
        Comparator<Integer> upwards = table.texts()::compareIds;
        return down ? upwards.reversed() : upwards;
    }

    /**
     * The first rows of one key by node id.
     *
     * @param ties some of them, or all
     * @param more the others
     * @param after the place that they must be behind, or null
     */
    private List<Integer> firstOf(long key, Ties ties, List<Integer> more, Place after, int wanted) {
        byte[] id = after == null ? null : NodeTexts.ascii(after.nodeId());
        if (ties.count <= FEW) {
            List<Integer> all = ties.few();
            all.addAll(more);
            if (after != null) {
                all.removeIf(row -> {
                    int compared = table.texts().compareId(row, id);
                    return down ? compared >= 0 : compared <= 0;
                });
            }
            all.sort(byId());
            return all.subList(0, Math.min(wanted, all.size()));
        }
        List<Integer> found = new ArrayList<>();
        RowOrder.Walk walk = walk(id);
        for (int row = walk.next(); row >= 0 && found.size() < wanted; row = walk.next()) {
            if (matches.has(row) && keys.get(row) == key) {
                found.add(row);
            }
        }
        return found;
    }

    private RowOrder.Walk walk(byte[] afterId) {
        RowOrder ids = table.byId();
        if (afterId == null) {
            return down ? ids.last() : ids.first();
        }
        if (down) {
            return ids.before(row -> table.texts().compareId(row, afterId));
        }
        return ids.from(row -> {
            int compared = table.texts().compareId(row, afterId);
            return compared == 0 ? -1 : compared;
        });
    }
}
