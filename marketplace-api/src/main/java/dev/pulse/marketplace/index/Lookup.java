package dev.pulse.marketplace.index;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A secondary order: which nodes have a key. Sorted by key and then node id, so that one key's nodes are read in pages
 * like all nodes are, however many share it.
 */
final class Lookup {
    private record Ref(byte[] key, String nodeId) {}

    private static final Comparator<Ref> ORDER =
            Comparator.comparing(Ref::key, Arrays::compareUnsigned).thenComparing(Ref::nodeId);

    private final ConcurrentSkipListSet<Ref> refs = new ConcurrentSkipListSet<>(ORDER);

    void add(byte[] key, String nodeId) {
        refs.add(new Ref(key, nodeId));
    }

    void remove(byte[] key, String nodeId) {
        refs.remove(new Ref(key, nodeId));
    }

    void clear() {
        refs.clear();
    }

    /** The node ids of a key that come after one, in order. */
    Iterator<String> after(byte[] key, String nodeId) {
        Iterator<Ref> tail = refs.tailSet(new Ref(key, nodeId), false).iterator();
        return new Iterator<>() {
            private String next = advance();

            private String advance() {
                if (!tail.hasNext()) {
                    return null;
                }
                Ref ref = tail.next();
                return Arrays.equals(ref.key(), key) ? ref.nodeId() : null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public String next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                String given = next;
                next = advance();
                return given;
            }
        };
    }
}
