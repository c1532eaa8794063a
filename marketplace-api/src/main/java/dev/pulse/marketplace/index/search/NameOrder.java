package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.RowOrder;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.NodeTexts;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** The orders that are kept: by node id, and by host name with the nodes that have none at the end. */
final class NameOrder {
    private final NodeTable table;
    private final boolean byHostname;
    private final boolean down;

    NameOrder(NodeTable table, Sort sort) {
        this.table = table;
        this.byHostname = sort.field() == NodeField.HOSTNAME;
        this.down = sort.down();
    }

    /** Rows in this order. */
    final class Walk {
        private RowOrder.Walk walk;
        private boolean inNames;

        private Walk(RowOrder.Walk walk, boolean inNames) {
            this.walk = walk;
            this.inNames = inNames;
        }

        /** The next row, or -1 behind the last. */
        int next() {
            int row = walk.next();
            if (row < 0 && inNames) {
                inNames = false;
                walk = down ? table.byId().last() : table.byId().first();
                row = walk.next();
            }
            // Behind those that have names come those that have none, of which the order of ids has all.
            while (byHostname && !inNames && row >= 0 && table.named().get(row)) {
                row = walk.next();
            }
            return row;
        }
    }

    /** From behind a place on; from the first row where it is null. */
    Walk after(Place place) {
        boolean inNames = byHostname && (place == null || place.text() != null);
        RowOrder order = inNames ? table.byHostname() : table.byId();
        if (place == null) {
            return new Walk(down ? order.last() : order.first(), inNames);
        }
        RowOrder.Probe probe = probe(place);
        return new Walk(down ? order.before(probe) : order.from(row -> beyond(probe.compare(row))), inNames);
    }

    /** A row that is at the place itself has been given: the walk begins with the next one. */
    private static int beyond(int compared) {
        return compared == 0 ? -1 : compared;
    }

    private RowOrder.Probe probe(Place place) {
        byte[] id = NodeTexts.ascii(place.nodeId());
        return byHostname && place.text() != null
                ? table.hostnameProbe(NodeTexts.folded(place.text()), id)
                : row -> table.texts().compareId(row, id);
    }

    /** Whether a row comes after a place. */
    IntPredicate isAfter(Place place) {
        if (place == null) {
            return row -> true;
        }
        RowOrder.Probe probe = probe(place);
        return row -> {
            if (byHostname && table.named().get(row) != (place.text() != null)) {
                return place.text() != null;
            }
            int compared = probe.compare(row);
            return down ? compared < 0 : compared > 0;
        };
    }

    /** How two rows stand to each other. */
    int compare(int one, int other) {
        int compared = byHostname ? hostnames(one, other) : 0;
        if (compared == 0) {
            compared = table.texts().compareIds(one, other);
            return down ? -compared : compared;
        }
        return compared;
    }

    private int hostnames(int one, int other) {
        boolean has = table.named().get(one);
        if (has != table.named().get(other)) {
            return has ? -1 : 1;
        }
        if (!has) {
            return 0;
        }
        int compared = Arrays.compareUnsigned(
                table.texts().foldedHostname(one), table.texts().foldedHostname(other));
        return down ? -compared : compared;
    }
}
