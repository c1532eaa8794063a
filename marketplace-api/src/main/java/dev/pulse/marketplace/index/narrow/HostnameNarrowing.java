package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.RowOrder;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.table.NodeTable;

/** Host names that begin alike: a stretch of their order. Walked when it is first needed, and only then. */
final class HostnameNarrowing implements Narrowing {
    private static final byte[] FIRST_ID = {};

    private final NodeTable table;
    private final byte[] prefix;
    private Matches found;

    HostnameNarrowing(NodeTable table, byte[] prefix) {
        this.table = table;
        this.prefix = prefix;
    }

    private Matches found() {
        if (found == null) {
            found = new Matches(table.segments());
            RowOrder.Walk walk = table.byHostname().from(table.hostnameProbe(prefix, FIRST_ID));
            for (int row = walk.next(); row >= 0 && table.texts().hostnameBegins(row, prefix); row = walk.next()) {
                found.add(row);
            }
        }
        return found;
    }

    @Override
    public void narrow(int segment, long[] rows, int at) {
        long[] words = found().words();
        for (int word = 0; word < Segments.WORDS; word++) {
            rows[at + word] &= words[segment * Segments.WORDS + word];
        }
    }

    @Override
    public boolean test(int row) {
        return table.named().get(row) && table.texts().hostnameBegins(row, prefix);
    }

    @Override
    public int cost() {
        return 5;
    }
}
