package dev.pulse.domain.liveness;

import java.util.Arrays;

/**
 * The deadlines of many nodes: one entry each, never a timer per node and never a scan over all (design section 4).
 *
 * <p>Nodes are known by small numbers, which whoever holds their leases gives out: 0 and up, without large gaps. A ring of
 * buckets, one per observed second, each an intrusive list through arrays; so an entry costs 16 bytes, and arming, moving
 * and firing it are O(1). An entry further ahead than the ring reaches waits in its last bucket and is filed again from
 * there. A sweep stops after a given number of entries and goes on where it stopped.
 *
 * <p>It lives in memory alone and is rebuilt from the leases. Not safe for use by several threads.
 */
public final class DeadlineWheel {
    private static final long BUCKET_MS = 1_000;

    /** The end of a list. */
    private static final int NONE = -1;

    /** Stands for the entry before where there is no entry at all. */
    private static final int ABSENT = Integer.MIN_VALUE;

    /** The list that a sweep is working off stands after the ring's buckets. */
    private final int sweeping;

    private final int buckets;
    private final int[] heads;

    private long[] when = new long[16];
    private int[] next = new int[16];

    /** The entry before, or ~b for the first one of the list b. */
    private int[] previous = filled(new int[16], 0);

    private int size;

    /** The bucket that a sweep has reached, as a count of seconds. */
    private long cursor = Long.MIN_VALUE;
    /** The time the sweep works for. */
    private long target = Long.MIN_VALUE;

    /** Is told of an entry that fires. */
    @FunctionalInterface
    public interface Fired {
        /**
         * An entry fires.
         *
         * @param node the node's number
         * @param at observed milliseconds that it was armed for
         */
        void at(int node, long at);
    }

    /** A wheel that reaches a little more than an hour ahead before it has to file an entry twice. */
    public DeadlineWheel() {
        this(4_096);
    }

    /** A wheel of this many one-second buckets, 2 or more. */
    public DeadlineWheel(int buckets) {
        this.buckets = buckets;
        this.sweeping = buckets;
        this.heads = new int[buckets + 1];
        Arrays.fill(heads, NONE);
    }

    /** How many nodes have an entry. */
    public int size() {
        return size;
    }

    /** When a node's entry fires, observed milliseconds, or -1 when it has none. */
    public long armedAt(int node) {
        return has(node) ? when[node] : -1;
    }

    /**
     * Sets when a node's entry fires, moving the one that it has. A time that has passed fires with the next
     * {@link #advance} to a later time.
     *
     * @param node its number, 0 or more
     * @param at observed milliseconds, 0 or more
     */
    public void arm(int node, long at) {
        if (node >= when.length) {
            grow(node + 1);
        }
        if (has(node)) {
            unlink(node);
        }
        when[node] = at;
        file(node);
    }

    /**
     * Fires entries whose time has come, at most {@code max} of those looked at. A fired entry is gone; who is told of it
     * may arm it again.
     *
     * @param now observed milliseconds; going back does nothing
     * @param max how many entries to look at, 1 or more
     * @return whether everything up to {@code now} has fired; if not, call again with the same or a later time
     */
    public boolean advance(long now, int max, Fired fired) {
        int left = max;
        if (now > target) {
            if (cursor == Long.MIN_VALUE) {
                cursor = oldest(now);
            }
            target = now;
            // The bucket the cursor is on may hold entries of the part of its second that had not come yet.
            grab(cursor);
        }
        long last = Math.floorDiv(target, BUCKET_MS);
        while (true) {
            while (heads[sweeping] != NONE) {
                if (left-- == 0) {
                    return false;
                }
                int node = heads[sweeping];
                unlink(node);
                if (when[node] <= target) {
                    fired.at(node, when[node]);
                } else {
                    file(node);
                }
            }
            if (cursor >= last) {
                return true;
            }
            // A leap over more than the whole ring visits each bucket once.
            cursor = last - cursor > buckets ? last - buckets + 1 : cursor + 1;
            grab(cursor);
        }
    }

    private long oldest(long now) {
        long first = Math.floorDiv(now, BUCKET_MS);
        for (int node = 0; node < when.length; node++) {
            if (has(node)) {
                first = Math.min(first, Math.floorDiv(when[node], BUCKET_MS));
            }
        }
        // Entries armed before the first sweep were filed without a cursor; file them again around it.
        cursor = first;
        for (int node = 0; node < when.length; node++) {
            if (has(node)) {
                unlink(node);
                file(node);
            }
        }
        return first;
    }

    private void grab(long second) {
        int bucket = (int) Math.floorMod(second, (long) buckets);
        int node = heads[bucket];
        heads[bucket] = NONE;
        while (node != NONE) {
            int following = next[node];
            link(node, sweeping);
            node = following;
        }
    }

    private void file(int node) {
        long second = Math.floorDiv(when[node], BUCKET_MS);
        if (cursor != Long.MIN_VALUE) {
            // The cursor's own bucket has been emptied, and is looked at again only once the sweep has got to its end.
            long first = cursor < Math.floorDiv(target, BUCKET_MS) ? cursor + 1 : cursor;
            second = Math.clamp(second, first, cursor + buckets - 1);
        }
        size++;
        link(node, (int) Math.floorMod(second, (long) buckets));
    }

    private boolean has(int node) {
        return node < previous.length && previous[node] != ABSENT;
    }

    private void link(int node, int list) {
        int head = heads[list];
        next[node] = head;
        previous[node] = ~list;
        if (head != NONE) {
            previous[head] = node;
        }
        heads[list] = node;
    }

    private void unlink(int node) {
        int before = previous[node];
        if (before < 0) {
            heads[~before] = next[node];
        } else {
            next[before] = next[node];
        }
        if (next[node] != NONE) {
            previous[next[node]] = before;
        }
        previous[node] = ABSENT;
        size--;
    }

    private void grow(int least) {
        int before = when.length;
        int capacity = Math.max(least, before + (before >> 1));
        when = Arrays.copyOf(when, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = filled(Arrays.copyOf(previous, capacity), before);
    }

    private static int[] filled(int[] previous, int from) {
        Arrays.fill(previous, from, previous.length, ABSENT);
        return previous;
    }
}
