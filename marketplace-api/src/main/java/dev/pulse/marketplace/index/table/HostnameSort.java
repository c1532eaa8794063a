package dev.pulse.marketplace.index.table;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Sorts rows by their host names, of which each look costs a cache miss or two: by four bytes of them, which fit into one number with
 * the row, and then those that have these four in common by the next four.
 */
final class HostnameSort {
    /** Rows that are better compared than split up further. */
    private static final int FEW = 16;

    private final NodeTexts texts;
    private final int[] rows;

    private HostnameSort(NodeTexts texts, int[] rows) {
        this.texts = texts;
        this.rows = rows;
    }

    /** Sorts rows that have host names, those with equal ones by node id. */
    static void sort(NodeTexts texts, int[] rows) {
        new HostnameSort(texts, rows).sort(0, rows.length, 0);
    }

    private void sort(int from, int to, int depth) {
        if (to - from <= FEW || !anyLonger(from, to, depth)) {
            compare(from, to);
            return;
        }
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            int row = rows[from + i];
            keys[i] = (long) texts.hostnameBytes(row, depth) << Integer.SIZE | row;
        }
        Arrays.sort(keys);
        int begin = 0;
        for (int i = 0; i < keys.length; i++) {
            rows[from + i] = (int) keys[i];
            if (i + 1 == keys.length || keys[i] >> Integer.SIZE != keys[i + 1] >> Integer.SIZE) {
                if (i > begin) {
                    sort(from + begin, from + i + 1, depth + Integer.BYTES);
                }
                begin = i + 1;
            }
        }
    }

    private boolean anyLonger(int from, int to, int length) {
        for (int i = from; i < to; i++) {
            if (texts.hostnameLength(rows[i]) > length) {
                return true;
            }
        }
        return false;
    }

    private void compare(int from, int to) {
        if (to - from < 2) {
            return;
        }
        Comparator<Integer> order = texts::compareHostnames;
        int[] sorted = Arrays.stream(rows, from, to)
                .boxed()
                .sorted(order.thenComparing(texts::compareIds))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, rows, from, sorted.length);
    }
}
