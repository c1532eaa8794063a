package dev.pulse.system.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/**
 * A TCP proxy on loopback that can be shut for some of those who come through it. While it is shut nothing passes and
 * nothing is refused, as when a cable is out: both ends wait. What waited is dropped when the door opens, as a
 * connection is that was silent for too long; whoever still wants to talk connects again.
 */
public final class Door implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<LongPredicate> shutFor = new AtomicReference<>(Door::nobody);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();

    private Door(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /**
     * A door to a port on loopback; it is open.
     *
     * @throws UncheckedIOException when no port can be had
     */
    public static Door to(int target) {
        try {
            Door door = new Door(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("door-to-" + target).start(door::accept);
            return door;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port to connect to. */
    public int port() {
        return entrance.getLocalPort();
    }

    /**
     * Shuts it for these processes.
     *
     * @param whom tells by a process id; asked with -1 for a client whose process is not to be found
     */
    public void shut(LongPredicate whom) {
        shutFor.set(whom);
    }

    /** Opens it for everyone. */
    public void open() {
        shutFor.set(Door::nobody);
        lock.lock();
        try {
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // The loop ends when the entrance is closed; another failure concerned one client.
            }
        }
    }

    private void serve(Socket client) {
        long pid = Peer.pid(client.getPort(), port());
        try (client;
                Socket server = connect(pid)) {
            open.add(server);
            Thread answers = Thread.ofVirtual().start(() -> pump(server, client, pid));
            pump(client, server, pid);
            answers.join();
            open.remove(server);
        } catch (IOException gone) {
            // Whoever is left sees the end of the connection.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private Socket connect(long pid) throws IOException {
        awaitOpen(pid);
        return new Socket(InetAddress.getLoopbackAddress(), target);
    }

    /** Carries bytes one way until either end is gone, then ends both. */
    private void pump(Socket from, Socket to, long pid) {
        byte[] buffer = new byte[BUFFER];
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (awaitOpen(pid)) {
                    break;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException gone) {
            // The same as an end.
        } finally {
            close(from);
            close(to);
        }
    }

    /** Whether it had to wait. */
    private boolean awaitOpen(long pid) throws IOException {
        boolean waited = false;
        lock.lock();
        try {
            while (shutFor.get().test(pid) && !entrance.isClosed()) {
                waited = true;
                opened.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            lock.unlock();
        }
        return waited;
    }

    private static boolean nobody(long pid) {
        return false;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException already) {
            // It is gone, which is what was wanted.
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException already) {
            // It is gone, which is what was wanted.
        }
        open();
        open.forEach(Door::close);
    }
}
