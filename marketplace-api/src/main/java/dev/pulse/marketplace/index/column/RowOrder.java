package dev.pulse.marketplace.index.column;

import java.util.Arrays;

/**
 * Rows in an order, in blocks of up to {@value #BLOCK}: to find a place among a million takes some twenty comparisons, and to
 * put a row there moves one block at most. The order must be total, and what it compares of a row must not change while the
 * row is in.
 */
public final class RowOrder {
    private static final int BLOCK = 512;
    private static final int STEP = 64;
    /** Rows of a block that is filled at once, with some room for others. */
    private static final int FILLED = BLOCK - STEP;

    /** Where a row stands to something: negative before it, 0 at it, positive after it. */
    @FunctionalInterface
    public interface Probe {
        /** How this row compares with what is looked for. */
        int compare(int row);
    }

    private int[][] blocks = {new int[0]};
    private int[] sizes = {0};
    private int count = 1;
    private int rows;

    /** How many rows are in. */
    public int size() {
        return rows;
    }

    /** Takes rows that are in order, in the place of all that are in. */
    public void fill(int[] sorted) {
        clear();
        count = Math.max(1, (sorted.length + FILLED - 1) / FILLED);
        blocks = new int[count][];
        sizes = new int[count];
        for (int block = 0; block < count; block++) {
            int from = block * FILLED;
            blocks[block] = Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + FILLED));
            sizes[block] = blocks[block].length;
        }
        rows = sorted.length;
    }

    /** Puts a row in, before the first one that is not before it by this probe. */
    public void insert(int row, Probe probe) {
        int block = block(probe);
        int at = place(block, probe);
        if (sizes[block] == BLOCK) {
            split(block);
            if (at > sizes[block]) {
                at -= sizes[block];
                block++;
            }
        }
        if (sizes[block] == blocks[block].length) {
            blocks[block] = Arrays.copyOf(blocks[block], Math.min(BLOCK, sizes[block] + STEP));
        }
        System.arraycopy(blocks[block], at, blocks[block], at + 1, sizes[block] - at);
        blocks[block][at] = row;
        sizes[block]++;
        rows++;
    }

    /** Takes a row out, which the probe finds. */
    public void remove(int row, Probe probe) {
        int block = block(probe);
        int at = place(block, probe);
        if (at == sizes[block] && block + 1 < count) {
            // The first of a block is found from the block before it.
            block++;
            at = 0;
        }
        if (at == sizes[block] || blocks[block][at] != row) {
            throw new IllegalStateException("row " + row + " is not where it belongs");
        }
        System.arraycopy(blocks[block], at + 1, blocks[block], at, sizes[block] - at - 1);
        sizes[block]--;
        rows--;
        if (sizes[block] == 0 && count > 1) {
            System.arraycopy(blocks, block + 1, blocks, block, count - block - 1);
            System.arraycopy(sizes, block + 1, sizes, block, count - block - 1);
            count--;
            blocks[count] = null;
        }
    }

    /** The row that is at what is looked for, or -1. Costs next to nothing behind all. */
    public int find(Probe probe) {
        int row = isBehindAll(probe) ? -1 : from(probe).next();
        return row >= 0 && probe.compare(row) == 0 ? row : -1;
    }

    private void split(int block) {
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, count + (count >> 1) + 1);
            sizes = Arrays.copyOf(sizes, blocks.length);
        }
        System.arraycopy(blocks, block + 1, blocks, block + 2, count - block - 1);
        System.arraycopy(sizes, block + 1, sizes, block + 2, count - block - 1);
        count++;
        // Where rows come in order the last block stays full behind them; elsewhere both halves have room.
        int left = block == count - 2 ? BLOCK - STEP : BLOCK / 2;
        blocks[block + 1] = Arrays.copyOfRange(blocks[block], left, BLOCK);
        sizes[block + 1] = BLOCK - left;
        blocks[block] = Arrays.copyOf(blocks[block], left);
        sizes[block] = left;
    }

    /** Where rows come in their order, each belongs behind the last: that is tried first. */
    private boolean isBehindAll(Probe probe) {
        int size = sizes[count - 1];
        return size > 0 && probe.compare(blocks[count - 1][size - 1]) < 0;
    }

    /** The last block that begins before what is looked for, or the first of all. */
    private int block(Probe probe) {
        if (isBehindAll(probe)) {
            return count - 1;
        }
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (probe.compare(blocks[middle][0]) < 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int place(int block, Probe probe) {
        if (block == count - 1 && isBehindAll(probe)) {
            return sizes[block];
        }
        int low = 0;
        int high = sizes[block];
        while (low < high) {
            int middle = low + high >>> 1;
            if (probe.compare(blocks[block][middle]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Upwards from the first row. */
    public Walk first() {
        return new Walk(0, 0, false);
    }

    /** Downwards from the last row. */
    public Walk last() {
        return new Walk(count - 1, sizes[count - 1] - 1, true);
    }

    /** Upwards from the first row that is not before what is looked for. */
    public Walk from(Probe probe) {
        int block = block(probe);
        return new Walk(block, place(block, probe), false);
    }

    /** Downwards from the last row that is before what is looked for. */
    public Walk before(Probe probe) {
        int block = block(probe);
        return new Walk(block, place(block, probe) - 1, true);
    }

    /** Rows one after the other, for as long as the order does not change. */
    public final class Walk {
        private final boolean down;
        private int block;
        private int at;

        private Walk(int block, int at, boolean down) {
            this.block = block;
            this.at = at;
            this.down = down;
        }

        /** The next row, or -1 behind the last. */
        public int next() {
            if (down) {
                while (at < 0) {
                    if (block == 0) {
                        return -1;
                    }
                    block--;
                    at = sizes[block] - 1;
                }
                return blocks[block][at--];
            }
            while (at >= sizes[block]) {
                if (block == count - 1) {
                    return -1;
                }
                block++;
                at = 0;
            }
            return blocks[block][at++];
        }
    }

    /** Forgets all. */
    public void clear() {
        blocks = new int[][] {new int[0]};
        sizes = new int[] {0};
        count = 1;
        rows = 0;
    }
}
