package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.limit.KeyHash;
import java.nio.charset.StandardCharsets;

/**
 * Pairs of node id and account that the store was seen to hold: sixteen bytes each, where a look-up in the store of a large
 * fleet costs a third of a verification. What is not here is looked up; so it may be forgotten, and a pair that is here must
 * stay true: whoever changes a binding puts the new pair in the place of the old one, and whoever has lost what the store
 * held begins with an empty one.
 *
 * <p>Both are kept as keyed hashes of 64 bits. An account that is not bound passes for the bound one in one of 2^64 tries,
 * and nobody without the keys can look for one that does. Not thread-safe.
 */
final class BoundPairs {
    /** Most pairs, with 16 MiB for them. */
    static final int MOST = 1 << 20;

    private static final int LEAST = 1 << 10;
    /** Longs of a pair: the id's hash, which is never 0, and the account's. */
    private static final int PAIR = 2;
    /** Longs in which a pair may be: a line of the processor's cache. */
    private static final int BUCKET = 4 * PAIR;

    private final KeyHash ids;
    private final KeyHash accounts;
    private final int most;
    private long[] pairs = new long[LEAST * PAIR];
    private int size;

    /**
     * Without any pair.
     *
     * @param ids with a secret of its own
     * @param accounts with another one
     * @param most how many pairs at most, a power of two of at least 1,024
     */
    BoundPairs(KeyHash ids, KeyHash accounts, int most) {
        this.ids = ids;
        this.accounts = accounts;
        this.most = most;
    }

    /** Whether the store was seen to bind the id to the account. */
    boolean contains(String nodeId, Account account) {
        long id = of(nodeId);
        int at = find(pairs, id, id);
        return at >= 0 && pairs[at + 1] == of(account);
    }

    /**
     * Notes that the store binds the id to the account, in the place of the one that it was noted with. The pair of another
     * id is forgotten for it where its bucket is full.
     */
    void add(String nodeId, Account account) {
        long id = of(nodeId);
        int at = find(pairs, id, id);
        if (at < 0) {
            at = room(id);
        }
        pairs[at] = id;
        pairs[at + 1] = of(account);
    }

    /** Bytes that it takes. */
    long bytes() {
        return (long) pairs.length * Long.BYTES;
    }

    private int room(long id) {
        // Half full, one pair in twenty-five finds no room; a larger one would cost memory to save few look-ups.
        if (size * 2 * PAIR >= pairs.length && pairs.length < most * PAIR) {
            grow();
        }
        int at = find(pairs, id, 0);
        if (at >= 0) {
            size++;
            return at;
        }
        // The top bits have no part in the choice of the bucket.
        return bucket(pairs, id) + PAIR * (int) (id >>> Long.SIZE - 2);
    }

    /** A bucket's pairs go into two, so all have room. */
    private void grow() {
        long[] larger = new long[pairs.length * 2];
        for (int from = 0; from < pairs.length; from += PAIR) {
            if (pairs[from] != 0) {
                int to = find(larger, pairs[from], 0);
                larger[to] = pairs[from];
                larger[to + 1] = pairs[from + 1];
            }
        }
        pairs = larger;
    }

    private long of(String nodeId) {
        long id = ids.of(nodeId.getBytes(StandardCharsets.ISO_8859_1));
        return id == 0 ? 1 : id;
    }

    private long of(Account account) {
        return accounts.of(account.hex().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int bucket(long[] pairs, long id) {
        return (int) id & pairs.length - BUCKET;
    }

    /** Where in an id's bucket there is a pair whose id is {@code wanted}, or -1. */
    private static int find(long[] pairs, long id, long wanted) {
        int bucket = bucket(pairs, id);
        for (int at = bucket; at < bucket + BUCKET; at += PAIR) {
            if (pairs[at] == wanted) {
                return at;
            }
        }
        return -1;
    }
}
