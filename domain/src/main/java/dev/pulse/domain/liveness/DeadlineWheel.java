package dev.pulse.domain.liveness;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/**
 * The deadlines of many nodes: one entry each, never a timer per node and never a scan over all (design section 4).
 *
 * <p>A ring of buckets, one per observed second, each an intrusive list through arrays; so an entry costs about 40 bytes
 * beside its name, and arming, moving and firing it are O(1). An entry further ahead than the ring reaches waits in its
 * last bucket and is filed again from there. A sweep stops after a given number of entries and goes on where it stopped.
 *
 * <p>It lives in memory alone and is rebuilt from the leases. Not safe for use by several threads.
 */
public final class DeadlineWheel {
    private static final long BUCKET_MS = 1_000;
    private static final int NONE = -1;

    /** The list that a sweep is working off stands after the ring's buckets. */
    private final int sweeping;

    private final int buckets;
    private final int[] heads;

    private String[] ids = new String[16];
    private long[] when = new long[16];
    private int[] next = new int[16];
    private int[] previous = new int[16];
    private int[] list = new int[16];
    private int[] table = emptyTable(32);
    private int size;

    /** The bucket that a sweep has reached, as a count of seconds. */
    private long cursor = Long.MIN_VALUE;
    /** The time the sweep works for. */
    private long target = Long.MIN_VALUE;

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
    public long armedAt(String id) {
        int slot = find(id);
        return slot == NONE || list[slot] == NONE ? -1 : when[slot];
    }

    /**
     * Sets when a node's entry fires, moving the one that it has. A time that has passed fires with the next
     * {@link #advance} to a later time.
     *
     * @param id the node
     * @param at observed milliseconds, 0 or more
     */
    public void arm(String id, long at) {
        int slot = find(id);
        if (slot == NONE) {
            slot = add(id);
        } else {
            unlink(slot);
        }
        when[slot] = at;
        file(slot);
    }

    /**
     * Fires entries whose time has come, at most {@code max} of those looked at. A fired entry is gone; the consumer
     * may arm it again.
     *
     * @param now observed milliseconds; going back does nothing
     * @param max how many entries to look at, 1 or more
     * @param fired takes the node's id and the time it was armed for
     * @return whether everything up to {@code now} has fired; if not, call again with the same or a later time
     */
    public boolean advance(long now, int max, ObjLongConsumer<String> fired) {
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
                int slot = heads[sweeping];
                unlink(slot);
                if (when[slot] <= target) {
                    fired.accept(ids[slot], when[slot]);
                } else {
                    file(slot);
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
        for (int i = 0; i < size; i++) {
            if (list[i] != NONE) {
                first = Math.min(first, Math.floorDiv(when[i], BUCKET_MS));
            }
        }
        // Entries armed before the first sweep were filed without a cursor; file them again around it.
        cursor = first;
        for (int i = 0; i < size; i++) {
            if (list[i] != NONE) {
                unlink(i);
                file(i);
            }
        }
        return first;
    }

    private void grab(long second) {
        int bucket = (int) Math.floorMod(second, (long) buckets);
        int slot = heads[bucket];
        heads[bucket] = NONE;
        while (slot != NONE) {
            int following = next[slot];
            link(slot, sweeping);
            slot = following;
        }
    }

    private void file(int slot) {
        long second = Math.floorDiv(when[slot], BUCKET_MS);
        if (cursor != Long.MIN_VALUE) {
            // The cursor's own bucket has been emptied, and is looked at again only once the sweep has got to its end.
            long first = cursor < Math.floorDiv(target, BUCKET_MS) ? cursor + 1 : cursor;
            second = Math.clamp(second, first, cursor + buckets - 1);
        }
        link(slot, (int) Math.floorMod(second, (long) buckets));
    }

    private void link(int slot, int to) {
        int head = heads[to];
        next[slot] = head;
        previous[slot] = NONE;
        if (head != NONE) {
            previous[head] = slot;
        }
        heads[to] = slot;
        list[slot] = to;
    }

    private void unlink(int slot) {
        int from = list[slot];
        if (from == NONE) {
            return;
        }
        if (previous[slot] == NONE) {
            heads[from] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] != NONE) {
            previous[next[slot]] = previous[slot];
        }
        list[slot] = NONE;
    }

    private int find(String id) {
        int mask = table.length - 1;
        for (int i = spread(id) & mask; table[i] != NONE; i = (i + 1) & mask) {
            if (ids[table[i]].equals(id)) {
                return table[i];
            }
        }
        return NONE;
    }

    private int add(String id) {
        if (size == ids.length) {
            grow();
        }
        int slot = size++;
        ids[slot] = id;
        list[slot] = NONE;
        enter(slot);
        return slot;
    }

    private void enter(int slot) {
        int mask = table.length - 1;
        int i = spread(ids[slot]) & mask;
        while (table[i] != NONE) {
            i = (i + 1) & mask;
        }
        table[i] = slot;
    }

    private void grow() {
        int capacity = ids.length * 2;
        ids = Arrays.copyOf(ids, capacity);
        when = Arrays.copyOf(when, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
        list = Arrays.copyOf(list, capacity);
        table = emptyTable(capacity * 2);
        for (int slot = 0; slot < size; slot++) {
            enter(slot);
        }
    }

    private static int[] emptyTable(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }

    private static int spread(String id) {
        int h = id.hashCode() * 0x9e3779b9;
        return h ^ (h >>> 16);
    }
}
