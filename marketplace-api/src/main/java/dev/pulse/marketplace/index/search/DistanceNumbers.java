package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.narrow.Box;
import dev.pulse.marketplace.index.node.Point;

/** Centimetres from a point. */
record DistanceNumbers(Numbers latitudes, Numbers longitudes, Point from) implements Numbers, SortKeys.Pruner {
    @Override
    public long get(int row) {
        return from.centimetresTo(latitudes.get(row), longitudes.get(row));
    }

    /** By boxes, within which all is too near and outside of which all is too far; the others are not measured here. */
    @Override
    public void prune(int segment, long[] rows, int at, long least, long most) {
        Box.around(from, most).narrow(latitudes, longitudes, segment, rows, at);
        if (least > 0) {
            Box.within(from, least - 1).takeOut(latitudes, longitudes, segment, rows, at);
        }
    }
}
