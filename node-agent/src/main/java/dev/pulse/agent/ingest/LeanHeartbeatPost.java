package dev.pulse.agent.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link HeartbeatPost} for fleets: HTTP/1.1 without TLS, kept alive, one thread for all connections. It exists because a
 * POST through the JDK's client costs several times the processor time of signing the heartbeat (decision
 * {@code docs/decisions/0012-fleet-http-client.md}).
 *
 * <p>One request at a time on a connection. A connection that the server closes between two requests is dropped silently;
 * one that breaks during a request is an {@link Answer.Unreachable}, and nothing is repeated here: that is
 * {@link SendingRule}'s part, so that every POST is counted.
 */
public final class LeanHeartbeatPost implements HeartbeatPost {
    private static final Logger LOG = LoggerFactory.getLogger(LeanHeartbeatPost.class);
    private static final int READ_BYTES = 16 * 1024;

    private final URI target;
    private final Duration timeout;
    private final int maxConnections;
    private final byte[] head;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Request> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean finished;

    // What follows belongs to the thread.
    private final Deque<Connection> idle = new ArrayDeque<>();
    /** In the order in which they began, so that the first is the first to time out. */
    private final Set<Connection> busy = new LinkedHashSet<>();

    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private int connections;

    private record Request(byte[] body, String contentType, Consumer<Answer> done) {}

    /** One connection and the request on it. */
    private static final class Connection {
        final SocketChannel channel;
        final ResponseParser parser = new ResponseParser();
        SelectionKey key;
        ByteBuffer out;
        Request request;
        long deadlineNanos;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * @param target where heartbeats are POSTed, of scheme {@code http}
     * @param timeout how long a POST may take, the connection included
     * @param maxConnections most connections at once; a POST that finds all of them busy is answered as unreachable
     * @throws IllegalArgumentException for another scheme
     */
    public LeanHeartbeatPost(URI target, Duration timeout, int maxConnections) {
        if (!"http".equals(target.getScheme())) {
            throw new IllegalArgumentException("only http, not " + target);
        }
        this.target = target;
        this.timeout = timeout;
        this.maxConnections = maxConnections;
        this.head = ("POST " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getRawAuthority()
                        + "\r\nUser-Agent: pulse-fleet\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "pulse-fleet-http");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void post(byte[] body, String contentType, Consumer<Answer> done) {
        submitted.add(new Request(body, contentType, done));
        if (finished) {
            failSubmitted();
        } else if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(this::onReady, untilFirstDeadline());
                woken.set(false);
                for (Request request = submitted.poll(); request != null; request = submitted.poll()) {
                    begin(request);
                }
                expire();
            }
        } catch (IOException e) {
            LOG.error("the connections to {} are lost", target, e);
        } finally {
            shutDown();
        }
    }

    private void shutDown() {
        for (Connection connection : Set.copyOf(busy)) {
            fail(connection, "the client was closed");
        }
        idle.forEach(this::drop);
        idle.clear();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector", e);
        }
        finished = true;
        failSubmitted();
    }

    private void failSubmitted() {
        for (Request request = submitted.poll(); request != null; request = submitted.poll()) {
            answer(request, new Answer.Unreachable("the client was closed"));
        }
    }

    private long untilFirstDeadline() {
        Iterator<Connection> first = busy.iterator();
        return first.hasNext() ? Math.max(1, (first.next().deadlineNanos - System.nanoTime()) / 1_000_000 + 1) : 0;
    }

    private void expire() {
        long now = System.nanoTime();
        for (Iterator<Connection> all = busy.iterator(); all.hasNext(); all = busy.iterator()) {
            Connection connection = all.next();
            if (connection.deadlineNanos - now > 0) {
                return;
            }
            Request request = connection.request;
            busy.remove(connection);
            drop(connection);
            answer(request, new Answer.TimedOut("no answer from " + target + " within " + timeout.toMillis() + " ms"));
        }
    }

    private void begin(Request request) {
        Connection connection = idle.pollLast();
        try {
            if (connection == null) {
                if (connections >= maxConnections) {
                    answer(request, new Answer.Unreachable("all " + maxConnections + " connections are busy"));
                    return;
                }
                connection = connect();
            }
        } catch (IOException | RuntimeException e) {
            answer(request, new Answer.Unreachable("cannot reach " + target + ": " + reason(e)));
            return;
        }
        connection.request = request;
        connection.out = message(request);
        connection.deadlineNanos = System.nanoTime() + timeout.toNanos();
        connection.parser.reset();
        busy.add(connection);
        if (connection.channel.isConnected()) {
            write(connection);
        }
    }

    private Connection connect() throws IOException {
        int port = target.getPort() < 0 ? 80 : target.getPort();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(new InetSocketAddress(target.getHost(), port));
            Connection connection = new Connection(channel);
            connection.key =
                    channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
            connections++;
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private ByteBuffer message(Request request) {
        byte[] fields = ("Content-Type: " + request.contentType() + "\r\nContent-Length: " + request.body().length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + fields.length + request.body().length)
                .put(head)
                .put(fields)
                .put(request.body())
                .flip();
    }

    private void onReady(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable()) {
                connection.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write(connection);
                return;
            }
            if (key.isReadable()) {
                read(connection);
            }
            if (key.isValid() && key.isWritable()) {
                write(connection);
            }
        } catch (IOException e) {
            fail(connection, reason(e));
        }
    }

    private void write(Connection connection) {
        try {
            connection.channel.write(connection.out);
            int interest =
                    connection.out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (connection.key.interestOps() != interest) {
                connection.key.interestOps(interest);
            }
        } catch (IOException e) {
            fail(connection, reason(e));
        }
    }

    private void read(Connection connection) throws IOException {
        in.clear();
        int count = connection.channel.read(in);
        if (connection.request == null) {
            // Between two requests a server closes, or says what nobody asked: either way it is of no more use.
            idle.remove(connection);
            drop(connection);
            return;
        }
        ResponseParser.State state = count < 0 ? connection.parser.end() : connection.parser.take(in.flip());
        switch (state) {
            case INCOMPLETE -> {
                // More will come, or the deadline.
            }
            case BROKEN ->
                fail(connection, count < 0 ? "the connection was closed before the answer" : "its answer is not HTTP");
            case COMPLETE -> complete(connection);
        }
    }

    /** The connection is free before the answer is told, since the answer makes room for the next request. */
    private void complete(Connection connection) {
        Request request = connection.request;
        busy.remove(connection);
        connection.request = null;
        boolean reusable = connection.parser.keepAlive() && !connection.out.hasRemaining();
        connection.out = null;
        if (reusable) {
            idle.addLast(connection);
        } else {
            drop(connection);
        }
        answer(request, connection.parser.answer());
    }

    private void fail(Connection connection, String why) {
        Request request = connection.request;
        busy.remove(connection);
        idle.remove(connection);
        drop(connection);
        if (request != null) {
            answer(request, new Answer.Unreachable("cannot reach " + target + ": " + why));
        }
    }

    private void drop(Connection connection) {
        connection.request = null;
        connections--;
        connection.key.cancel();
        try {
            connection.channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection to {}", target, e);
        }
    }

    private static void answer(Request request, Answer answer) {
        try {
            request.done().accept(answer);
        } catch (RuntimeException e) {
            LOG.error("an answer could not be taken", e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
