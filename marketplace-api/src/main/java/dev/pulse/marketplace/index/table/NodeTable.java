package dev.pulse.marketplace.index.table;

import com.google.common.collect.Lists;
import dev.pulse.domain.history.Unit;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.marketplace.index.column.BitColumn;
import dev.pulse.marketplace.index.column.RowOrder;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.NodeCounts;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.uptime.Lately;
import dev.pulse.marketplace.index.uptime.MarkRows;
import dev.pulse.marketplace.index.uptime.Windows;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All nodes, one in each row, with the orders of their ids and host names, and counts that are kept, never walked. A row that a
 * node leaves is the next new node's. For one thread that writes while nobody reads.
 */
public final class NodeTable {
    /** Nodes that are put in together: as many as the nearest cache has room for. */
    private static final int TOGETHER = 32;

    private final NodeColumns columns;
    private final RowLog log;
    private final NodeTexts texts = new NodeTexts();
    private final RowImage image;
    private final BitColumn live = new BitColumn();
    private final BitColumn named = new BitColumn();
    private final IdRows ids;
    private final RowOrder byId = new RowOrder();
    private final RowOrder byHostname = new RowOrder();
    private final Map<NodeCounts.Cell, Long> counts = new HashMap<>();
    private final List<Integer> left = new ArrayList<>();
    private final MarkRows marks = new MarkRows();
    private final Windows windows = new Windows();
    private long today;
    private int rows;
    private boolean loading;

    /** An empty table that nobody keeps. */
    public NodeTable() {
        this(RowLog.NONE);
    }

    /**
     * An empty table.
     *
     * @param log is told what becomes of rows
     */
    public NodeTable(RowLog log) {
        this.log = log;
        columns = new NodeColumns(log);
        image = new RowImage(texts, columns);
        SecureRandom random = new SecureRandom();
        ids = new IdRows(texts, new KeyHash(random.nextLong(), random.nextLong()));
    }

    /**
     * Takes the newest states of some nodes in.
     *
     * @param nodes each once
     */
    public void put(List<NodeRow> nodes) {
        for (List<NodeRow> some : Lists.partition(nodes, TOGETHER)) {
            put(new Batch(some));
        }
    }

    private void put(Batch batch) {
        NodeCounts.Cell[] before = new NodeCounts.Cell[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            int known = find(batch.node(i).id());
            boolean fresh = known < 0;
            batch.place(i, fresh ? free() : known, fresh);
            before[i] = fresh ? null : columns.counted(known);
            name(batch.row(i), batch.node(i), fresh);
        }
        columns.put(batch);
        windows.refresh(batch.rows());
        for (int i = 0; i < batch.size(); i++) {
            count(before[i], columns.counted(batch.row(i)));
        }
        if (log.isKept()) {
            for (int i = 0; i < batch.size(); i++) {
                log.row(batch.node(i).id(), image.of(batch.row(i)));
            }
        }
    }

    /** Gives a value of a column the code that it had, before the first row that has it. */
    public void restore(int column, int code, byte[] value) {
        columns.restore(column, code, value);
    }

    /**
     * Takes a node in as it was. Between {@link #load} and {@link #loaded} only, and best in the order of ids.
     *
     * @throws IllegalArgumentException where that is no image of a row
     */
    public void restore(byte[] id, byte[] was) {
        int row = free();
        image.restore(row, was);
        if (texts.compareId(row, id) != 0) {
            throw new IllegalArgumentException("a row of another node");
        }
        live.set(row, true);
        named.set(row, texts.hostname(row) != null);
        marks.add(row, texts.nodeId(row));
        byId.insert(row, other -> texts.compareId(other, id));
        windows.refresh(new int[] {row});
        count(null, columns.counted(row));
    }

    private int free() {
        return left.isEmpty() ? rows++ : left.removeLast();
    }

    /** Keeps a node's texts, and its place in the orders that go by them. */
    private void name(int row, NodeRow node, boolean fresh) {
        byte[] id = node.id();
        byte[] hostname = node.hostname();
        boolean hasName = node.node().hostname() != null;
        boolean renamed = fresh || named.get(row) != hasName || !Arrays.equals(hostname, texts.foldedHostname(row));
        if (!fresh && renamed) {
            unname(row, id);
        }
        texts.put(row, node, fresh);
        if (fresh) {
            live.set(row, true);
            marks.add(row, node.node().nodeId());
            byId.insert(row, other -> texts.compareId(other, id));
            if (!loading) {
                ids.add(row, id);
            }
        }
        if (renamed && hasName) {
            named.set(row, true);
            if (!loading) {
                byHostname.insert(row, other -> compare(other, hostname, id));
            }
        }
    }

    private void unname(int row, byte[] id) {
        if (named.get(row)) {
            if (!loading) {
                byte[] hostname = texts.foldedHostname(row);
                byHostname.remove(row, other -> compare(other, hostname, id));
            }
            named.set(row, false);
        }
    }

    /**
     * Until {@link #loaded}, host names have no order, and nodes are found by the order of their ids alone: the rest is made at once, which
     * costs a tenth. Best is to put them in that order. Nothing must be searched meanwhile.
     */
    public void load() {
        byHostname.clear();
        ids.clear();
        loading = true;
    }

    /** All was put that was to be loaded. */
    public void loaded() {
        if (loading) {
            columns.restored();
            ids.fill(IntStream.range(0, rows).filter(live::get).toArray());
            int[] sorted = IntStream.range(0, rows).filter(named::get).toArray();
            HostnameSort.sort(texts, sorted);
            byHostname.fill(sorted);
            loading = false;
        }
    }

    /** Takes a node out, where it is in. */
    public void remove(String nodeId) {
        byte[] id = NodeTexts.ascii(nodeId);
        int row = find(id);
        if (row < 0) {
            return;
        }
        count(columns.counted(row), null);
        unname(row, id);
        byId.remove(row, other -> texts.compareId(other, id));
        if (!loading) {
            ids.remove(row, id);
        }
        live.set(row, false);
        marks.remove(row, nodeId);
        columns.remove(row);
        texts.remove(row);
        left.add(row);
        log.gone(id);
    }

    private int compare(int row, byte[] hostname, byte[] id) {
        int byName = texts.compareHostname(row, hostname);
        return byName == 0 ? texts.compareId(row, id) : byName;
    }

    private void count(NodeCounts.Cell before, NodeCounts.Cell after) {
        if (before != null && before.equals(after)) {
            return;
        }
        if (before != null) {
            counts.merge(before, -1L, NodeTable::sumOrNone);
        }
        if (after != null) {
            counts.merge(after, 1L, NodeTable::sumOrNone);
        }
    }

    private static Long sumOrNone(long a, long b) {
        return a + b == 0 ? null : a + b;
    }

    /** Forgets all. */
    public void clear() {
        for (int row = 0; row < rows; row++) {
            if (marks.has(row)) {
                marks.remove(row, texts.nodeId(row));
            }
        }
        marks.clear();
        windows.clear();
        columns.clear();
        texts.clear();
        live.clear();
        named.clear();
        byId.clear();
        ids.clear();
        byHostname.clear();
        counts.clear();
        left.clear();
        rows = 0;
        loading = false;
    }

    /** The marks of a node's past, or null. */
    public byte[] marks(String nodeId) {
        return marks.get(find(NodeTexts.ascii(nodeId)), nodeId);
    }

    /** Gives a node marks, or takes them where they are null; the node may be unknown yet. */
    public void mark(String nodeId, byte[] bytes) {
        int row = find(NodeTexts.ascii(nodeId));
        marks.set(row, nodeId, bytes);
        if (row >= 0) {
            windows.refresh(new int[] {row});
        }
    }

    /** The midnight that today began with, unix milliseconds; 0 while that is not known. */
    public long today() {
        return today;
    }

    /** Sets what {@link #today} answers. All rows must be made to follow by {@link #refresh}. */
    public void today(long midnight) {
        today = midnight;
        windows.begin(this::lately);
    }

    /**
     * Works out what some rows are like today.
     *
     * @param from the first of them
     * @return whether there are more behind them
     */
    public boolean refresh(int from, int count) {
        windows.refresh(IntStream.range(from, Math.min(rows, from + count))
                .filter(live::get)
                .toArray());
        return from + count < rows;
    }

    /** Uptime in so many days, and in what there was of today. */
    public Lately lately(int days) {
        return new Lately(marks, windows, columns.now(), days, today - days * Unit.DAY.ms());
    }

    /** The row of a node, or -1. */
    public int find(byte[] id) {
        return loading ? byId.find(row -> texts.compareId(row, id)) : ids.find(id);
    }

    /** The node of a row. */
    public NodeEntry get(int row) {
        return columns.get(row, texts);
    }

    /** How many nodes there are. */
    public int size() {
        return byId.size();
    }

    /** How many segments have rows. */
    public int segments() {
        return Segments.count(rows);
    }

    /** Counts by region, liveness and stage. */
    public NodeCounts counts() {
        return new NodeCounts(counts);
    }

    /** What nodes have in fields that are alike. */
    public NodeColumns columns() {
        return columns;
    }

    /** What each has for itself. */
    public NodeTexts texts() {
        return texts;
    }

    /** Rows that have a node. */
    public BitColumn live() {
        return live;
    }

    /** Rows whose node has a host name. */
    public BitColumn named() {
        return named;
    }

    /** Rows by node id. */
    public RowOrder byId() {
        return byId;
    }

    /** Rows with a host name by that, without its case, and then by node id. */
    public RowOrder byHostname() {
        return byHostname;
    }

    /** A walk of host names from one on, those that are equal by node id. */
    public RowOrder.Probe hostnameProbe(byte[] hostname, byte[] id) {
        return row -> compare(row, hostname, id);
    }
}
