package dev.pulse.lifecycle.store;

import dev.pulse.domain.liveness.Lease;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The leases of one partition, in memory, as a log-structured table (decision 0008). A lease that changes is appended to
 * the open chunk; {@link #seal} closes it and gives it to the {@link Log}. So a heartbeat costs its share of one record in
 * the changelog and not a record of its own, and a restart reads some thousands of chunks and not a million leases.
 *
 * <pre>
 *   put ──> open chunk ── seal, before each commit ──> Log: chunk id -> bytes
 *                                                       │
 *   a chunk whose leases were all written again is free, and its id is used again;
 *   when more than a third of all bytes is outdated, the emptiest chunks are moved into the open one
 * </pre>
 *
 * <p>Leases are never removed, so the newest copy of each one always stands in some chunk of the log; an id is given again
 * only after what was alive under it has been appended elsewhere, and the log takes both in one transaction or in this
 * order.
 *
 * <p>Safe for use by several threads: queries read while the stream thread writes.
 */
public final class LeaseTable {
    /** A chunk is closed when it has so many bytes: some 200 leases. */
    static final int CHUNK_BYTES = 16 * 1024;

    /** What a chunk costs beside its bytes: a record in the changelog, an entry in the map of chunks. */
    private static final int CHUNK_COST = 192;

    /** A table has half as many bytes again as its leases, and this much more: a small one is never tidied. */
    private static final long SLACK_BYTES = 4L * CHUNK_BYTES;

    /** For each byte that is closed, at most so many bytes of old chunks are tidied: the work of a commit is bounded. */
    private static final int TIDY_FACTOR = 3;

    /** Of so many chunks taken by chance the emptiest is tidied: nearly as good as the emptiest of all, and at no cost. */
    private static final int CHOICES = 16;

    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Long.BYTES;

    /** Where closed chunks go. */
    @FunctionalInterface
    public interface Log {
        /**
         * Writes a chunk in place of the one that had this id before.
         *
         * @param bytes not changed by the table afterwards, and not to be changed by the log
         */
        void write(int id, byte[] bytes);
    }

    /** Is shown one node after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** Looks at the lease of the node that has this number. */
        void visit(int number, Lease lease);
    }

    private final Log log;
    private final LeaseCodec codec = new LeaseCodec();
    private final LeaseIndex index = new LeaseIndex(this::hashAt);
    private final List<byte[]> chunks = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Output open = new Output();
    private final Output value = new Output();
    private final SplittableRandom chance = new SplittableRandom(1);
    private int[] alive = new int[64];
    private int openId;
    private long sequence;
    private long closedBytes;
    private long aliveBytes;

    /** An empty table. */
    public LeaseTable(Log log) {
        this(Map.of(), log);
    }

    /**
     * The table that a log holds.
     *
     * @param written the chunks by id
     * @throws SerializationException when they are of another version, or broken
     */
    public LeaseTable(Map<Integer, byte[]> written, Log log) {
        this.log = log;
        try {
            written.keySet().forEach(id -> grow(id + 1));
            written.entrySet().stream()
                    .sorted(Comparator.comparingLong(entry -> sequence(entry.getValue())))
                    .forEach(entry -> load(entry.getKey(), entry.getValue()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            throw new SerializationException("the log of leases is broken", broken);
        }
        for (int id = chunks.size() - 1; id >= 0; id--) {
            if (alive[id] == 0) {
                release(id);
            }
        }
        begin();
    }

    /** The newest lease of a node, or null. */
    public synchronized Lease get(String nodeId) {
        int number = find(key(nodeId));
        if (number < 0) {
            return null;
        }
        return get(number);
    }

    /** The newest lease of the node that has a number. */
    public synchronized Lease get(int number) {
        Input in = at(index.at(Objects.checkIndex(number, index.size())));
        in.skip(in.count());
        return read(in);
    }

    /** A node's number, which it keeps as long as this table is there: 0 and up without a gap; -1 for one without a lease. */
    public synchronized int number(String nodeId) {
        return find(key(nodeId));
    }

    /** The node that has a number. */
    public synchronized String nodeId(int number) {
        Input in = at(index.at(Objects.checkIndex(number, index.size())));
        return in.latin(in.count());
    }

    /** Puts a node's lease in the place of the one before. */
    public synchronized void put(String nodeId, Lease lease) {
        value.clear();
        codec.write(lease, value);
        long before = closedBytes;
        append(key(nodeId), value.array(), 0, value.length());
        tidy(closedBytes - before);
    }

    /**
     * Gives what was put since the last time to the log. Called before each commit, so that what was put and the offsets
     * of what it came from are committed together.
     */
    public synchronized void seal() {
        long before = closedBytes;
        close();
        tidy(closedBytes - before);
    }

    /** Every node's lease, in the order of their numbers from 0. The table must not be changed meanwhile. */
    public synchronized void forEach(Visitor each) {
        for (int number = 0; number < index.size(); number++) {
            each.visit(number, get(number));
        }
    }

    /** How many nodes there are. */
    public synchronized int size() {
        return index.size();
    }

    /** Bytes of all chunks, outdated leases included. */
    public synchronized long bytes() {
        return closedBytes + open.length();
    }

    /** Bytes of the newest leases. */
    public synchronized long aliveBytes() {
        return aliveBytes;
    }

    private Lease read(Input in) {
        in.count();
        return codec.read(in);
    }

    private void append(byte[] key, byte[] from, int start, int length) {
        int offset = open.length();
        open.number(key.length);
        open.bytes(key, 0, key.length);
        open.number(length);
        open.bytes(from, start, length);
        chunks.set(openId, open.array());
        int outdated = point(key, openId, offset, open.length() - offset);
        if (outdated >= 0 && outdated != openId && alive[outdated] == 0) {
            release(outdated);
        }
        if (open.length() >= CHUNK_BYTES) {
            close();
        }
    }

    /** From now on a node's lease is the one at this place. Answers with the chunk of the one before, or -1. */
    private int point(byte[] key, int id, int offset, int size) {
        int hash = LeaseIndex.hash(key, 0, key.length);
        int number = index.find(hash, place -> holds(place, key));
        int outdated = -1;
        if (number < 0) {
            index.add(hash, LeaseIndex.place(id, offset));
        } else {
            long before = index.at(number);
            outdated = LeaseIndex.chunk(before);
            int gone = size(before);
            alive[outdated] -= gone;
            aliveBytes -= gone;
            index.move(number, LeaseIndex.place(id, offset));
        }
        alive[id] += size;
        aliveBytes += size;
        return outdated;
    }

    private void begin() {
        if (free.isEmpty()) {
            openId = chunks.size();
            grow(openId + 1);
        } else {
            openId = free.pop();
        }
        open.clear();
        open.octet(VERSION);
        open.fixed(++sequence);
        chunks.set(openId, open.array());
        alive[openId] = 0;
    }

    private void close() {
        if (open.length() == HEADER) {
            return;
        }
        byte[] closed = open.toBytes();
        chunks.set(openId, closed);
        closedBytes += cost(closed);
        log.write(openId, closed);
        begin();
    }

    /** Lets go of a closed chunk that is outdated from end to end; its id is the next to be used again. */
    private void release(int id) {
        byte[] bytes = chunks.set(id, null);
        closedBytes -= bytes == null ? 0 : cost(bytes);
        free.push(id);
    }

    /** Moves what is alive in the emptiest chunks to the open one, in proportion to what has been closed. */
    private void tidy(long closed) {
        long left = TIDY_FACTOR * closed;
        while (left > 0 && closedBytes > aliveBytes + aliveBytes / 2 + SLACK_BYTES) {
            int emptiest = emptiest();
            if (emptiest < 0) {
                return;
            }
            byte[] bytes = chunks.get(emptiest);
            left -= cost(bytes);
            move(emptiest, bytes);
        }
    }

    private int emptiest() {
        int best = -1;
        double share = Double.MAX_VALUE;
        for (int i = 0; i < CHOICES; i++) {
            int id = chance.nextInt(chunks.size());
            byte[] bytes = chunks.get(id);
            if (id != openId && bytes != null && (double) alive[id] / cost(bytes) < share) {
                share = (double) alive[id] / cost(bytes);
                best = id;
            }
        }
        return best;
    }

    /** Appends what is alive in a chunk to the open one, after which the chunk is free. */
    private void move(int id, byte[] bytes) {
        Input in = new Input(bytes, HEADER);
        int left = alive[id];
        while (left > 0) {
            int offset = in.position();
            byte[] key = in.bytes(in.count());
            int length = in.count();
            int start = in.position();
            in.skip(length);
            if (index.at(find(key)) == LeaseIndex.place(id, offset)) {
                left -= in.position() - offset;
                append(key, bytes, start, length);
            }
        }
    }

    private void load(int id, byte[] bytes) {
        chunks.set(id, bytes);
        closedBytes += cost(bytes);
        sequence = Math.max(sequence, sequence(bytes));
        openId = id;
        Input in = new Input(bytes, HEADER);
        while (!in.atEnd()) {
            int offset = in.position();
            byte[] key = in.bytes(in.count());
            in.skip(in.count());
            point(key, id, offset, in.position() - offset);
        }
    }

    private void grow(int size) {
        while (chunks.size() < size) {
            chunks.add(null);
        }
        if (alive.length < size) {
            alive = Arrays.copyOf(alive, Math.max(size, alive.length * 2));
        }
    }

    private static long sequence(byte[] chunk) {
        Input in = new Input(chunk, 0);
        int version = chunk.length < HEADER ? -1 : in.octet();
        if (version != VERSION) {
            throw new SerializationException("a chunk of leases has version " + VERSION + ", not " + version);
        }
        return in.fixed();
    }

    private static int cost(byte[] chunk) {
        return chunk.length + CHUNK_COST;
    }

    private static byte[] key(String nodeId) {
        return nodeId.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int find(byte[] key) {
        return index.find(LeaseIndex.hash(key, 0, key.length), place -> holds(place, key));
    }

    private Input at(long place) {
        return new Input(chunks.get(LeaseIndex.chunk(place)), LeaseIndex.offset(place));
    }

    private boolean holds(long place, byte[] key) {
        return at(place).startsWith(key);
    }

    private int size(long place) {
        Input in = at(place);
        in.skip(in.count());
        in.skip(in.count());
        return in.position() - LeaseIndex.offset(place);
    }

    private int hashAt(long place) {
        Input in = at(place);
        int length = in.count();
        return LeaseIndex.hash(chunks.get(LeaseIndex.chunk(place)), in.position(), length);
    }
}
