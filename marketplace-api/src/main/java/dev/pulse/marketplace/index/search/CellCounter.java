package dev.pulse.marketplace.index.search;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.marketplace.index.column.CodedColumn;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.narrow.Matches;
import dev.pulse.marketplace.index.narrow.Plan;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.table.Cell;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.WordColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the nodes that match by where they are and by status, for maps: from the column of degrees that each node's place has
 * a code in, so that no node is looked at but by its two codes. The table must not change meanwhile.
 */
public final class CellCounter {
    /** Cells that are given at most; the globe has 2592 of five degrees. */
    public static final int MOST_CELLS = 4_000;

    /**
     * A part of the globe, in degrees times 10^6. Where its west is more than its east it lies across the antimeridian.
     *
     * @param west from -180 degrees to 180
     * @param south from -90 degrees to 90
     * @param east like west
     * @param north like south, and not less than it
     */
    public record Box(int west, int south, int east, int north) {
        /** All of it. */
        public static final Box GLOBE = new Box(-180_000_000, -90_000_000, 180_000_000, 90_000_000);

        private static final int DEGREE = 1_000_000;

        /** Whether a cell of so many degrees has a point in common with it. */
        boolean touches(Cell corner, int size) {
            int cellSouth = corner.north() * DEGREE;
            int cellWest = corner.east() * DEGREE;
            int reach = size * DEGREE;
            boolean fromWest = cellWest + reach >= west;
            boolean toEast = cellWest <= east;
            return cellSouth + reach >= south
                    && cellSouth <= north
                    && (west <= east ? fromWest && toEast : fromWest || toEast);
        }
    }

    /**
     * A cell and its nodes.
     *
     * @param corner its south-western corner
     * @param online nodes that are heard from
     * @param unknown nodes that fell silent with their region
     * @param offline nodes that are silent
     */
    public record Area(Cell corner, long online, long unknown, long offline) {
        static Area of(Cell corner, Liveness status, long nodes) {
            return switch (status) {
                case ONLINE -> new Area(corner, nodes, 0, 0);
                case UNKNOWN -> new Area(corner, 0, nodes, 0);
                case OFFLINE -> new Area(corner, 0, 0, nodes);
            };
        }

        Area plus(Area other) {
            return new Area(corner, online + other.online, unknown + other.unknown, offline + other.offline);
        }

        long nodes() {
            return online + unknown + offline;
        }
    }

    /**
     * What was counted.
     *
     * @param areas cells that have nodes, the fullest first, {@link #MOST_CELLS} at most
     * @param placed nodes in all cells that touch the box, those that were left out among them
     * @param unplaced nodes that match and do not say where they are
     * @param complete whether no cell was left out
     */
    public record Found(List<Area> areas, long placed, long unplaced, boolean complete) {}

    private CellCounter() {}

    /**
     * Counts.
     *
     * @param size degrees of a cell's side, a divisor of 90
     */
    public static Found count(NodeTable table, NodeFilter filter, int size, Box box) {
        CodedColumn<Cell> cells = table.columns().cells();
        WordColumn<?> status = table.columns().words(NodeField.STATUS);
        long[] byCode = tally(new Plan(filter, table).evaluate(), cells, status);
        Map<Cell, Area> byCorner = new HashMap<>();
        long unplaced = 0;
        for (int code = 0; code < cells.limit(); code++) {
            Cell cell = code == 0 ? null : cells.value(code);
            for (int of = 0; of < status.limit(); of++) {
                long nodes = byCode[code * status.limit() + of];
                if (nodes > 0 && cell == null) {
                    unplaced += nodes;
                } else if (nodes > 0) {
                    Area part = Area.of(corner(cell, size), Liveness.valueOf(status.text(of)), nodes);
                    byCorner.merge(part.corner(), part, Area::plus);
                }
            }
        }
        List<Area> areas = new ArrayList<>(byCorner.values());
        areas.removeIf(area -> !box.touches(area.corner(), size));
        areas.sort(Comparator.comparingLong(Area::nodes)
                .reversed()
                .thenComparingInt(area -> area.corner().north())
                .thenComparingInt(area -> area.corner().east()));
        return new Found(
                List.copyOf(areas.subList(0, Math.min(MOST_CELLS, areas.size()))),
                areas.stream().mapToLong(Area::nodes).sum(),
                unplaced,
                areas.size() <= MOST_CELLS);
    }

    /** The pole and the antimeridian are edges of the last cells, and not cells of their own. */
    private static Cell corner(Cell cell, int size) {
        return new Cell(
                Math.floorDiv(Math.min(cell.north(), 89), size) * size,
                Math.floorDiv(Math.min(cell.east(), 179), size) * size);
    }

    private static long[] tally(Matches matches, CodedColumn<Cell> cells, WordColumn<?> status) {
        int statuses = status.limit();
        long[] counts = new long[cells.limit() * statuses];
        long[] cellOf = new long[Segments.ROWS];
        long[] statusOf = new long[Segments.ROWS];
        for (int segment = 0; segment < matches.segments(); segment++) {
            if (matches.countIn(segment) >= Segments.ROWS / 4) {
                cells.codes().read(segment, cellOf);
                status.codes().read(segment, statusOf);
                matches.forEachIn(segment, row -> {
                    int place = Segments.place(row);
                    counts[(int) cellOf[place] * statuses + (int) statusOf[place]]++;
                });
            } else {
                matches.forEachIn(
                        segment,
                        row -> counts[
                                cells.code(row) * statuses
                                        + (int) status.codes().get(row)]++);
            }
        }
        return counts;
    }
}
