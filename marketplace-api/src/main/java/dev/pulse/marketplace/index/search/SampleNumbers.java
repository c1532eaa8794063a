package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.SampleKey;

/** Where rows stand in a random order. */
record SampleNumbers(long seed, Numbers accounts, Numbers addresses) implements Numbers {
    @Override
    public long get(int row) {
        return SampleKey.of(seed, accounts.get(row), addresses.get(row));
    }

    @Override
    public void read(int segment, long[] into) {
        long[] second = new long[Segments.ROWS];
        accounts.read(segment, into);
        addresses.read(segment, second);
        for (int i = 0; i < into.length; i++) {
            into[i] = SampleKey.of(seed, into[i], second[i]);
        }
    }
}
