package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.CodedColumn;
import dev.pulse.marketplace.index.node.Point;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.table.Cell;
import java.util.Arrays;

/** Spares an order by distance the rows that can't be on the page: by the distances of cells, which are few. */
final class Distances {
    private final CodedColumn<Cell> cells;
    private final SortKeys keys;
    /** The bounds of the keys in a cell, by code. */
    private final long[] least;

    private final long[] most;

    Distances(CodedColumn<Cell> cells, SortKeys keys, Sort sort) {
        this.cells = cells;
        this.keys = keys;
        this.least = new long[cells.limit()];
        this.most = new long[cells.limit()];
        Point from = sort.from();
        for (int code = 1; code < least.length; code++) {
            Cell cell = cells.value(code);
            if (cell != null) {
                long near = keys.keyOf(cell.nearest(from));
                long far = keys.keyOf(cell.furthest(from));
                least[code] = Math.min(near, far);
                most[code] = Math.max(near, far);
            }
        }
    }

    /** Takes out of the matches what is before a place, or can't be among the first rows behind it. */
    Matches prune(Matches all, Place after, int wanted) {
        long place = after == null ? Long.MIN_VALUE : keys.key(after);
        long bound = bound(counts(all), place, wanted);
        Matches left = new Matches(all.segments());
        for (int segment = 0; segment < all.segments(); segment++) {
            all.forEachIn(segment, row -> {
                int code = cells.code(row);
                if (most[code] >= place && least[code] <= bound) {
                    left.add(row);
                }
            });
        }
        return left;
    }

    private long[] counts(Matches all) {
        long[] counts = new long[least.length];
        for (int segment = 0; segment < all.segments(); segment++) {
            all.forEachIn(segment, row -> counts[cells.code(row)]++);
        }
        return counts;
    }

    /** A key that so many rows behind the place do not exceed: cells are taken whole, the nearest first. */
    private long bound(long[] counts, long place, int wanted) {
        Integer[] order = new Integer[counts.length];
        Arrays.setAll(order, code -> code);
        Arrays.sort(order, (one, other) -> Long.compare(most[one], most[other]));
        long sum = 0;
        for (int code : order) {
            if (counts[code] > 0 && least[code] > place) {
                sum += counts[code];
                if (sum >= wanted) {
                    return most[code];
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
