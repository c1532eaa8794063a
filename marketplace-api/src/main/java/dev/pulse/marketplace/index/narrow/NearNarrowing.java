package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.Circle;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.table.Cell;
import dev.pulse.marketplace.index.table.NodeColumns;
import java.util.Arrays;

/** Near a point: what boxes and whole cells do not decide, is measured. */
final class NearNarrowing implements Narrowing {
    private static final byte OUT = 0;
    private static final byte IN = 1;
    private static final byte BETWEEN = 2;

    private final NodeColumns columns;
    private final Circle circle;
    private final Box around;
    private final Box within;
    private final byte[] byCell;

    NearNarrowing(NodeColumns columns, Condition.Near near) {
        this.columns = columns;
        this.circle = new Circle(near.point(), near.centimetres());
        this.around = Box.around(near.point(), near.centimetres());
        this.within = Box.within(near.point(), near.centimetres());
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
        around.narrow(columns.latitudes(), columns.longitudes(), segment, rows, at);
        long[] open = Arrays.copyOfRange(rows, at, at + Segments.WORDS);
        within.takeOut(columns.latitudes(), columns.longitudes(), segment, open, 0);
        int first = segment << Segments.SHIFT;
        for (int word = 0; word < Segments.WORDS; word++) {
            for (long left = open[word]; left != 0; left &= left - 1) {
                if (!test(first + (word << 6) + Long.numberOfTrailingZeros(left))) {
                    rows[at + word] &= ~Long.lowestOneBit(left);
                }
            }
        }
    }

    @Override
    public boolean test(int row) {
        byte state = byCell[columns.cells().code(row)];
        return state == IN
                || state == BETWEEN
                        && circle.holds(
                                columns.latitudes().get(row),
                                columns.longitudes().get(row));
    }

    @Override
    public int cost() {
        return 7;
    }
}
