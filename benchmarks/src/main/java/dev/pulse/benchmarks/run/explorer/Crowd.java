package dev.pulse.benchmarks.run.explorer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Many clients of the live stream, read by one thread. Most watch one node each, as its owner does; a few watch all of them. Counts
 * go to everybody once a second.
 */
public final class Crowd implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int OPENED_BETWEEN_READS = 64;
    private static final long LONGEST_US = 600_000_000L;
    private static final Pattern TRANSITION =
            Pattern.compile("\"node_id\":\"([^\"]+)\".*\"sequence\":(\\d+)", Pattern.DOTALL);

    private final Selector selector = Selector.open();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private final Map<Long, Long> firstSeen = new HashMap<>();
    private final Histogram counts = new Histogram(LONGEST_US, 3);
    private final Histogram transitions = new Histogram(LONGEST_US, 3);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private long lost;

    /** An empty crowd. */
    public Crowd() throws IOException {}

    private static final class Watcher {
        private final SocketChannel channel;
        private byte[] begun = new byte[0];
        private int counts;

        Watcher(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * Opens clients.
     *
     * @param all how many that watch every node
     * @param single how many that watch one node each, from node 0 on
     */
    public void open(URI explorer, int all, int single) throws IOException {
        InetSocketAddress address = new InetSocketAddress(explorer.getHost(), explorer.getPort());
        for (int i = 0; i < all + single; i++) {
            String query = i < all ? "" : "?node_id=" + Grid.id(i - all);
            SocketChannel channel = SocketChannel.open(address);
            // Without chunks: what is read is what was sent.
            channel.write(ByteBuffer.wrap(("GET /api/v1/events" + query + " HTTP/1.0\r\nHost: " + explorer.getHost()
                            + "\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            Watcher watcher = new Watcher(channel);
            channel.register(selector, SelectionKey.OP_READ, watcher);
            watchers.add(watcher);
            if (i % OPENED_BETWEEN_READS == 0) {
                read(System.nanoTime());
            }
        }
    }

    /** Forgets what was found, so that only what comes from now on counts. */
    public void reset() {
        counts.reset();
        transitions.reset();
        watchers.forEach(watcher -> watcher.counts = 0);
    }

    /** Notes that a transition is about to be written; by any thread. */
    public void expect(String nodeId, long sequence) {
        written.put(nodeId + " " + sequence, System.nanoTime());
    }

    /** Reads until a moment, {@link System#nanoTime}. */
    public void read(long until) throws IOException {
        do {
            selector.select(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) {
                receive(key, (Watcher) key.attachment());
            }
            selector.selectedKeys().clear();
        } while (System.nanoTime() < until);
    }

    private void receive(SelectionKey key, Watcher watcher) throws IOException {
        in.clear();
        int read;
        try {
            read = watcher.channel.read(in);
        } catch (IOException reset) {
            read = -1;
        }
        if (read < 0) {
            lost++;
            key.cancel();
            watcher.channel.close();
            return;
        }
        in.flip();
        int before = watcher.begun.length;
        byte[] bytes = Arrays.copyOf(watcher.begun, before + read);
        in.get(bytes, before, read);
        long now = System.nanoTime();
        int from = 0;
        for (int i = Math.max(1, before); i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
                frame(new String(bytes, from, i - from, StandardCharsets.UTF_8), watcher, now);
                from = i + 1;
            }
        }
        watcher.begun = Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private void frame(String frame, Watcher watcher, long now) {
        if (frame.contains("event: stats")) {
            watcher.counts++;
            // Nobody but the service knows when it was made; the first who has it comes closest.
            long first = firstSeen.computeIfAbsent((long) frame.hashCode() << 32 | frame.length(), unknown -> now);
            counts.recordValue(Math.min(LONGEST_US, (now - first) / 1_000));
        } else if (frame.contains("event: transition")) {
            Matcher node = TRANSITION.matcher(frame);
            Long sent = node.find() ? written.get(node.group(1) + " " + node.group(2)) : null;
            if (sent != null) {
                transitions.recordValue(Math.min(LONGEST_US, (now - sent) / 1_000));
            }
        }
    }

    /** Microseconds from the first client's counts to each other's. */
    public Histogram counts() {
        return counts;
    }

    /** Microseconds from the writing of a transition to each client that watches the node. */
    public Histogram transitions() {
        return transitions;
    }

    /** How many clients are still there. */
    public int open() {
        return watchers.size() - (int) lost;
    }

    /** The fewest counts that a client got. */
    public int fewestCounts() {
        return watchers.stream().mapToInt(watcher -> watcher.counts).min().orElse(0);
    }

    @Override
    public void close() throws IOException {
        for (Watcher watcher : watchers) {
            watcher.channel.close();
        }
        selector.close();
    }
}
