package dev.pulse.marketplace.index;

import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All nodes of the regions that are served, by node id, with look-ups by account and overlay address and counts that are
 * kept, never walked. One thread writes, any number read meanwhile: a page shows each node as it was at the moment it
 * was looked at.
 */
public final class NodeIndex {
    /** Nodes that one page looks at, at most: about a millisecond of work. */
    public static final int MAX_EXAMINED = 10_000;

    private static final byte[] YES = {1};

    private final Set<String> served;
    private final Entries entries = new Entries();
    private final ConcurrentNavigableMap<String, NodeEntry> nodes = new ConcurrentSkipListMap<>();
    private final Lookup byAccount = new Lookup();
    private final Lookup byAddress = new Lookup();
    private final Lookup byFarmer = new Lookup();
    /** Those that are rentable, under the one key {@link #YES}. */
    private final Lookup rentable = new Lookup();

    private final Map<NodeCounts.Cell, Long> counts = new HashMap<>();

    /**
     * An empty index.
     *
     * @param served regions whose nodes are kept; empty for all
     */
    public NodeIndex(Set<String> served) {
        this.served = Set.copyOf(served);
    }

    /**
     * Takes a node's newest state in.
     *
     * @param state null when the node is gone
     * @return false for a state that no service of ours writes: its ids have not the form of ids
     */
    public boolean apply(String nodeId, NodeState state) {
        Optional<NodeEntry> entry = state == null ? Optional.empty() : entries.of(state);
        boolean sound =
                state == null || entry.isPresent() && entry.get().nodeId().equals(nodeId);
        if (sound) {
            put(nodeId, entry.filter(this::serves).orElse(null));
        }
        return sound;
    }

    /** A node that was paired and never heard from is in no region yet, and shown by all. */
    private boolean serves(NodeEntry node) {
        return served.isEmpty() || node.region().isEmpty() || served.contains(node.region());
    }

    private void put(String nodeId, NodeEntry node) {
        NodeEntry before = node == null ? nodes.remove(nodeId) : nodes.put(nodeId, node);
        relink(byAccount, nodeId, before == null ? null : before.account(), node == null ? null : node.account());
        relink(byAddress, nodeId, address(before), address(node));
        relink(byFarmer, nodeId, farmer(before), farmer(node));
        relink(rentable, nodeId, rentable(before), rentable(node));
        synchronized (counts) {
            if (before != null) {
                counts.merge(NodeCounts.Cell.of(before), -1L, NodeIndex::sumOrNone);
            }
            if (node != null) {
                counts.merge(NodeCounts.Cell.of(node), 1L, NodeIndex::sumOrNone);
            }
        }
    }

    private static byte[] address(NodeEntry node) {
        return node == null || node.myceliumIp() == null ? null : Addresses.key(node.myceliumIp());
    }

    private static byte[] farmer(NodeEntry node) {
        return node == null || node.terms() == null
                ? null
                : HexFormat.of().parseHex(node.terms().farmer());
    }

    private static byte[] rentable(NodeEntry node) {
        return node != null && node.rentable() ? YES : null;
    }

    private static void relink(Lookup lookup, String nodeId, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return;
        }
        if (before != null) {
            lookup.remove(before, nodeId);
        }
        if (after != null) {
            lookup.add(after, nodeId);
        }
    }

    private static Long sumOrNone(long a, long b) {
        return a + b == 0 ? null : a + b;
    }

    /** Forgets everything. */
    public void clear() {
        nodes.clear();
        byAccount.clear();
        byAddress.clear();
        byFarmer.clear();
        rentable.clear();
        synchronized (counts) {
            counts.clear();
        }
    }

    /** One node. */
    public Optional<NodeEntry> find(String nodeId) {
        return Optional.ofNullable(nodes.get(nodeId));
    }

    /** Counts of one moment. */
    public NodeCounts counts() {
        synchronized (counts) {
            return new NodeCounts(counts);
        }
    }

    /**
     * The matching nodes that come after one, by node id, at most {@code size} of them, looking at no more than
     * {@link #MAX_EXAMINED}. A page may thus be short, even empty, and still name a next one. A node that stays is on
     * exactly one of the pages that are read one after the other, whatever the others do meanwhile.
     *
     * @param after a node id, of a node that may be gone; the empty text for the first page
     * @param size 1 or more
     */
    public NodePage page(NodeFilter filter, String after, int size) {
        Iterator<String> candidates = candidates(filter, after);
        List<NodeEntry> found = new ArrayList<>();
        int examined = 0;
        String last = after;
        while (candidates.hasNext() && found.size() < size && examined < MAX_EXAMINED) {
            last = candidates.next();
            examined++;
            NodeEntry node = nodes.get(last);
            if (node != null && filter.test(node)) {
                found.add(node);
            }
        }
        return new NodePage(List.copyOf(found), examined, candidates.hasNext() ? last : null);
    }

    /** The narrowest order that holds all matches. */
    private Iterator<String> candidates(NodeFilter filter, String after) {
        if (!filter.nodeIds().isEmpty()) {
            // A set that excludes its lower bound: "\0" sorts before everything a node id may contain.
            return filter.nodeIds().tailSet(after + "\0").iterator();
        }
        if (filter.farmer() != null) {
            return byFarmer.after(filter.farmer().key(), after);
        }
        if (filter.account() != null) {
            return byAccount.after(filter.account(), after);
        }
        if (filter.myceliumIp() != null) {
            return byAddress.after(Addresses.key(filter.myceliumIp()), after);
        }
        if (Boolean.TRUE.equals(filter.rentable())) {
            return rentable.after(YES, after);
        }
        return nodes.tailMap(after, false).keySet().iterator();
    }
}
