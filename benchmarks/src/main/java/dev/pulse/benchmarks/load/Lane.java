package dev.pulse.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One thread's connections. A request goes out on a connection that has no other under way; the one that was idle for
 * longest is next, so all of them are used. A connection that breaks is opened again, and its request is not repeated.
 */
final class Lane implements AutoCloseable {
    private static final int READ_BYTES = 16 * 1024;
    private static final int CONNECTIONS_PER_ADDRESS = 20_000;
    private static final long RETRY_NANOS = 100_000_000L;
    private static final long GIVE_UP_NANOS = 30_000_000_000L;

    private final InetSocketAddress target;
    private final Selector selector;
    private final List<Connection> all = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Connection> down = new ArrayDeque<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final Response response = new Response();
    private Log log;
    private int busy;

    /** Told of every answer, and of every request that will have none. */
    interface Log {
        /** An answer came; {@code due} is what was given to {@link #send}. */
        void answered(int status, long due, long now);

        /** A request was lost. */
        void lost(long now);
    }

    private static final class Connection {
        private final InetAddress from;
        private SocketChannel channel;
        private SelectionKey key;
        private boolean underWay;
        private long due;
        private long sentAt;
        private long retryAt;
        /** What did not fit into the socket at once, or null. */
        private ByteBuffer rest;
        /** The beginning of an answer that came in pieces, or null. */
        private byte[] begun;

        Connection(InetAddress from) {
            this.from = from;
        }
    }

    /**
     * Opens connections to an address.
     *
     * @param number of the lane, so that lanes use different local addresses where one has not enough ports
     * @param network of the local addresses, 0 to 255: ports of connections that were closed a minute ago are still taken
     */
    Lane(InetSocketAddress target, int connections, int number, int network) throws IOException {
        this.target = target;
        this.selector = Selector.open();
        try {
            for (int i = 0; i < connections; i++) {
                int address = connections <= CONNECTIONS_PER_ADDRESS && number == 0
                        ? 1
                        : 1 + number * 16 + i / CONNECTIONS_PER_ADDRESS;
                Connection connection =
                        new Connection(InetAddress.getByAddress(new byte[] {127, 0, (byte) network, (byte) address}));
                all.add(connection);
                SocketChannel channel = channel(connection);
                connection.channel = channel;
                channel.connect(target);
                channel.configureBlocking(false);
                connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
                idle.addLast(connection);
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private static SocketChannel channel(Connection connection) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(new InetSocketAddress(connection.from, 0));
        return channel;
    }

    /** Who is told from now on. */
    void tell(Log to) {
        log = to;
    }

    /** Whether a request can go out now. */
    boolean ready() {
        return !idle.isEmpty();
    }

    /** Requests without an answer yet. */
    int underWay() {
        return busy;
    }

    /** Sends a request; {@link #ready} must be true. */
    void send(ByteBuffer request, long due, long now) {
        Connection connection = idle.pollFirst();
        connection.underWay = true;
        connection.due = due;
        connection.sentAt = now;
        busy++;
        try {
            connection.channel.write(request);
            if (request.hasRemaining()) {
                connection.rest =
                        ByteBuffer.allocate(request.remaining()).put(request).flip();
                connection.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException broken) {
            fail(connection, now);
        }
    }

    /** Waits up to so many milliseconds for answers, not at all for 0, and takes what came. */
    void take(long millis) {
        try {
            if (millis == 0) {
                selector.selectNow(this::onReady);
            } else {
                selector.select(this::onReady, millis);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Gives up what has waited too long, and opens broken connections again. To be called now and then. */
    void tidy(long now) {
        while (!down.isEmpty() && down.peekFirst().retryAt - now <= 0) {
            reopen(down.pollFirst(), now);
        }
    }

    /** Loses every request that has been under way for 30 s. To be called about once a second. */
    void giveUp(long now) {
        for (Connection connection : all) {
            if (connection.underWay && now - connection.sentAt > GIVE_UP_NANOS) {
                fail(connection, now);
            }
        }
    }

    private void onReady(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        long now = System.nanoTime();
        try {
            if (key.isConnectable()) {
                connection.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                idle.addLast(connection);
                return;
            }
            if (key.isReadable()) {
                read(connection, now);
            }
            if (key.isValid() && key.isWritable() && connection.rest != null) {
                connection.channel.write(connection.rest);
                if (!connection.rest.hasRemaining()) {
                    connection.rest = null;
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
        } catch (IOException broken) {
            fail(connection, now);
        }
    }

    private void read(Connection connection, long now) throws IOException {
        in.clear();
        if (connection.begun != null) {
            in.put(connection.begun);
            connection.begun = null;
        }
        if (connection.channel.read(in) < 0 || !connection.underWay) {
            // The other side closed, or says what nobody asked.
            fail(connection, now);
            return;
        }
        in.flip();
        int status = response.read(in);
        if (status == Response.INCOMPLETE && in.limit() < READ_BYTES) {
            connection.begun = new byte[in.remaining()];
            in.get(connection.begun);
        } else if (status <= 0) {
            fail(connection, now);
        } else {
            connection.underWay = false;
            busy--;
            log.answered(status, connection.due, now);
            if (response.closes()) {
                fail(connection, now);
            } else {
                idle.addLast(connection);
            }
        }
    }

    private void fail(Connection connection, long now) {
        if (connection.underWay) {
            connection.underWay = false;
            busy--;
            log.lost(now);
        } else {
            idle.remove(connection);
        }
        connection.begun = null;
        connection.rest = null;
        discard(connection);
        connection.retryAt = now + RETRY_NANOS;
        down.addLast(connection);
    }

    private void reopen(Connection connection, long now) {
        try {
            connection.channel = channel(connection);
            connection.channel.configureBlocking(false);
            boolean connected = connection.channel.connect(target);
            connection.key = connection.channel.register(
                    selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
            if (connected) {
                idle.addLast(connection);
            }
        } catch (IOException refused) {
            discard(connection);
            connection.retryAt = now + RETRY_NANOS;
            down.addLast(connection);
        }
    }

    private static void discard(Connection connection) {
        if (connection.key != null) {
            connection.key.cancel();
        }
        try {
            if (connection.channel != null) {
                connection.channel.close();
            }
        } catch (IOException alreadyGone) {
            connection.channel = null;
        }
    }

    /** How many connections are open, after a look at those that the other side has closed. */
    int open() {
        take(0);
        return all.size() - down.size();
    }

    @Override
    public void close() {
        all.forEach(Lane::discard);
        try {
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
