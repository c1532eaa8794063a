package dev.pulse.marketplace.index;

import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeCounts;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.CellCounter;
import dev.pulse.marketplace.index.search.Finder;
import dev.pulse.marketplace.index.search.NodeFound;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.table.NodeRow;
import dev.pulse.marketplace.index.table.NodeTable;
import dev.pulse.marketplace.index.table.NodeTexts;
import dev.pulse.marketplace.index.table.RowLog;
import dev.pulse.marketplace.index.uptime.DayMarks;
import dev.pulse.schemas.NodeState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * All nodes of the regions that are served, in columns, for searches that cost a few milliseconds at a million nodes
 * (docs/decisions/0021-columns-for-the-explorer.md). One thread writes, any number read. Changes are taken in without any
 * lock and shown together: a search sees all nodes as they were at one moment, and waits for a few hundred changes at most.
 */
public final class NodeIndex {
    /** Changes that are shown in one step: about a millisecond during which searches wait. */
    private static final int STEP = 256;
    /** Rows that are worked out anew in one step when a day begins: the same. */
    private static final int REFRESHED = 1_024;

    private final Set<String> served;
    private final NodeTable table;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    /** Taken in and not shown yet; the writer's own. */
    private final Map<String, Optional<NodeRow>> waiting = new LinkedHashMap<>();

    private final AtomicLong version = new AtomicLong();
    private volatile boolean remembers;

    /**
     * An empty index.
     *
     * @param served regions whose nodes are kept; empty for all
     */
    public NodeIndex(Set<String> served) {
        this(served, RowLog.NONE);
    }

    /**
     * An empty index.
     *
     * @param served regions whose nodes are kept; empty for all
     * @param log is told what becomes of rows, by the one who writes; not of those that {@link #restore} brings back
     */
    public NodeIndex(Set<String> served, RowLog log) {
        this.served = Set.copyOf(served);
        this.table = new NodeTable(log);
    }

    /**
     * Takes a node's newest state in, and shows it.
     *
     * @param state null when the node is gone
     * @return false for a state that no service of ours writes: its ids have not the form of ids
     */
    public boolean apply(String nodeId, NodeState state) {
        boolean sound = take(nodeId, state);
        show();
        return sound;
    }

    /** The same without showing it yet. */
    public boolean take(String nodeId, NodeState state) {
        Optional<NodeEntry> entry = state == null ? Optional.empty() : Entries.of(state);
        boolean sound =
                state == null || entry.isPresent() && entry.get().nodeId().equals(nodeId);
        if (sound) {
            take(nodeId, entry.map(this::row).orElse(null));
        }
        return sound;
    }

    /**
     * What {@link #take} takes of a node. For any thread, at any time.
     *
     * @return null for a node of a region that is not served
     */
    public NodeRow row(NodeEntry node) {
        return serves(node.region()) ? new NodeRow(node) : null;
    }

    /**
     * Takes a node in without showing it yet.
     *
     * @param node its {@link #row}; null where it is gone, or not to be kept
     */
    public void take(String nodeId, NodeRow node) {
        waiting.put(nodeId, Optional.ofNullable(node));
        if (waiting.size() >= STEP) {
            show();
        }
    }

    /** Until {@link #loaded}, many nodes are taken in, best in the order of their ids. Nothing is searched meanwhile. */
    public void load() {
        writing(table::load);
    }

    /**
     * Gives a value of a column the code that a log was told.
     *
     * @throws IllegalArgumentException where there is no such column or value
     */
    public void restore(int column, int code, byte[] value) {
        writing(() -> table.restore(column, code, value));
    }

    /**
     * Takes a node in as a log was told.
     *
     * @throws IllegalArgumentException where that is no row
     */
    public void restore(byte[] id, byte[] image) {
        writing(() -> table.restore(id, image));
    }

    /** Shows all that was taken in, in all orders. */
    public void loaded() {
        show();
        writing(table::loaded);
    }

    /** Shows all that was taken in. */
    public void show() {
        if (waiting.isEmpty()) {
            return;
        }
        lock.writeLock().lock();
        try {
            waiting.forEach((nodeId, node) -> {
                if (node.isEmpty()) {
                    table.remove(nodeId);
                }
            });
            table.put(waiting.values().stream().flatMap(Optional::stream).toList());
            version.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
            waiting.clear();
        }
    }

    /** Regions whose nodes are kept; empty for all. */
    public Set<String> served() {
        return served;
    }

    /** Whether nodes of a region are kept. A node that was paired and never heard from is in no region yet, and kept by all. */
    public boolean serves(String region) {
        return served.isEmpty() || region.isEmpty() || served.contains(region);
    }

    /** The marks of a node's past ({@link DayMarks}), or null. */
    public byte[] marks(String nodeId) {
        return reading(() -> table.marks(nodeId));
    }

    /**
     * Gives nodes marks, or takes them where they are null. One thread gives them, which need not be the one that gives states.
     *
     * @param marks of a few hundred nodes at most: searches wait meanwhile
     */
    public void mark(Map<String, byte[]> marks) {
        writing(() -> marks.forEach(table::mark));
    }

    /**
     * The past is known up to now, and today began at this midnight.
     *
     * @param midnight unix milliseconds
     */
    public void today(long midnight) {
        if (reading(table::today) == midnight) {
            return;
        }
        writing(() -> table.today(midnight));
        boolean[] more = {true};
        for (int row = 0; more[0]; row += REFRESHED) {
            int from = row;
            writing(() -> more[0] = table.refresh(from, REFRESHED));
        }
        remembers = true;
    }

    /** Whether the past is known, so that it can be searched by. */
    public boolean remembers() {
        return remembers;
    }

    private void writing(Runnable change) {
        lock.writeLock().lock();
        try {
            change.run();
            version.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Forgets everything. */
    public void clear() {
        waiting.clear();
        lock.writeLock().lock();
        try {
            table.clear();
            version.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A number that is another one once something has changed. */
    public long version() {
        return version.get();
    }

    /** One node. */
    public Optional<NodeEntry> find(String nodeId) {
        return reading(() -> {
            int row = table.find(NodeTexts.ascii(nodeId));
            return row < 0 ? Optional.empty() : Optional.of(table.get(row));
        });
    }

    /** Counts of one moment. */
    public NodeCounts counts() {
        return reading(table::counts);
    }

    /** What a search finds. */
    public NodeFound search(NodeSearch search) {
        return reading(() -> Finder.find(table, search));
    }

    /** The matching nodes by cells of so many degrees that touch a part of the globe. */
    public CellCounter.Found cells(NodeFilter filter, int size, CellCounter.Box box) {
        return reading(() -> CellCounter.count(table, filter, size, box));
    }

    /**
     * The matching nodes that come after one, by node id, at most {@code size} of them. A node that stays is on exactly one of
     * the pages that are read one after the other, whatever the others do meanwhile.
     *
     * @param after a node id, of a node that may be gone; the empty text for the first page
     * @param size 1 or more
     */
    public NodePage page(NodeFilter filter, String after, int size) {
        NodeFound found = search(NodeSearch.byId(filter, after, size));
        return new NodePage(
                found.nodes(), found.next() == null ? null : found.next().nodeId());
    }

    private <T> T reading(Supplier<T> question) {
        lock.readLock().lock();
        try {
            return question.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
