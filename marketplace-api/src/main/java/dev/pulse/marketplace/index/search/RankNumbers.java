package dev.pulse.marketplace.index.search;

import dev.pulse.marketplace.index.column.CodeSet;
import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.table.WordColumn;

/** Where the texts of rows stand among all: even numbers, so that one that is gone has its place between two. */
final class RankNumbers implements Numbers, SortKeys.Pruner {
    private static final long NONE = -1;

    private final WordColumn<?> words;
    private final Numbers codes;
    private final int[] ranks;

    // The bounds that were asked about last, which are mostly those that are asked about next.
    private long prunedLeast = NONE;
    private long prunedMost = NONE;
    private CodeSet left;

    RankNumbers(WordColumn<?> words) {
        this.words = words;
        this.codes = words.codes();
        this.ranks = words.ranks();
    }

    private long of(long code) {
        int rank = ranks[(int) code];
        return rank < 0 ? NONE : 2L * rank;
    }

    @Override
    public long get(int row) {
        return of(codes.get(row));
    }

    @Override
    public void read(int segment, long[] into) {
        codes.read(segment, into);
        for (int i = 0; i < into.length; i++) {
            into[i] = of(into[i]);
        }
    }

    @Override
    public void prune(int segment, long[] rows, int at, long least, long most) {
        if (left == null || least != prunedLeast || most != prunedMost) {
            left = words.codesIf(code -> of(code) >= least && of(code) <= most);
            prunedLeast = least;
            prunedMost = most;
        }
        words.narrow(segment, rows, at, left);
    }
}
