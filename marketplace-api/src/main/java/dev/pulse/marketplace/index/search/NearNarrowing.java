package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.table.Cell;
import dev.pulse.marketplace.index.table.NodeColumns;

/** Near a point: whole cells that are within or without, and a distance for each node in between. */
final class NearNarrowing implements Narrowing {
    private static final byte OUT = 0;
    private static final byte IN = 1;
    private static final byte BETWEEN = 2;

    private final NodeColumns columns;
    private final Condition.Near near;
    private final byte[] byCell;

    NearNarrowing(NodeColumns columns, Condition.Near near) {
        this.columns = columns;
        this.near = near;
        this.byCell = new byte[columns.cells().limit()];
        for (int code = 1; code < byCell.length; code++) {
            Cell cell = columns.cells().value(code);
            if (cell != null) {
                byCell[code] = cell.furthest(near.point()) <= near.centimetres()
                        ? IN
                        : cell.nearest(near.point()) > near.centimetres() ? OUT : BETWEEN;
            }
        }
    }

    @Override
    public void narrow(int segment, long[] rows, int at) {
        int first = segment << Segments.SHIFT;
        for (int word = 0; word < Segments.WORDS; word++) {
            long kept = 0;
            for (long left = rows[at + word]; left != 0; left &= left - 1) {
                if (test(first + (word << 6) + Long.numberOfTrailingZeros(left))) {
                    kept |= Long.lowestOneBit(left);
                }
            }
            rows[at + word] = kept;
        }
    }

    @Override
    public boolean test(int row) {
        byte state = byCell[columns.cells().code(row)];
        return state == IN
                || state == BETWEEN
                        && near.point()
                                        .centimetresTo(
                                                columns.latitudes().get(row),
                                                columns.longitudes().get(row))
                                <= near.centimetres();
    }

    @Override
    public int cost() {
        return 7;
    }
}
