package dev.pulse.ingest.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body without holding a thread, within a limit of bytes and of time. Of a body that is too large some
 * more is read and dropped, so that a client which is still sending gets to read the answer.
 */
final class BodyReader implements Invocable.Task {
    /** Dropped at most, beyond the limit, in bytes. */
    static final int MAX_DROPPED = 256 * 1024;

    private static final int FIRST_BYTES = 1024;

    /** What a body was read for. Exactly one method is called, once. */
    interface Reader {
        /** All of it is here: {@code length} bytes from the array's start. */
        void read(byte[] body, int length);

        /** It is larger than it may be. */
        void tooLarge();

        /** It did not come in time. */
        void tooSlow();

        /** It never will come. */
        void broken(Throwable cause);
    }

    private final Request request;
    private final int maxBytes;
    private final long maxNanos;
    private final LongSupplier nanoTime;
    private final Reader reader;
    private final long begun;
    private byte[] body;
    private int length;
    private long dropped;
    private boolean tooLarge;
    private long idleTimeout = -1;

    BodyReader(Request request, int maxBytes, long maxNanos, LongSupplier nanoTime, Reader reader) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.maxNanos = maxNanos;
        this.nanoTime = nanoTime;
        this.reader = reader;
        this.begun = nanoTime.getAsLong();
        long announced = request.getLength();
        this.tooLarge = announced > maxBytes;
        this.body = new byte[announced >= 0 && !tooLarge ? (int) announced : Math.min(FIRST_BYTES, maxBytes)];
    }

    /** The thread that finds more of the body goes on with it: nothing here waits. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Reads what is there, and comes back for the rest when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                long left = maxNanos - (nanoTime.getAsLong() - begun);
                if (left <= 0) {
                    end();
                    reader.tooSlow();
                    return;
                }
                await(left);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end();
                // An idle timeout leaves the request alive, so it can be answered.
                if (!chunk.isLast() && chunk.getFailure() instanceof TimeoutException) {
                    reader.tooSlow();
                } else {
                    reader.broken(chunk.getFailure());
                }
                return;
            }
            boolean last = chunk.isLast();
            take(chunk.getByteBuffer());
            chunk.release();
            if (tooLarge && (last || dropped > MAX_DROPPED)) {
                end();
                reader.tooLarge();
                return;
            }
            if (last) {
                end();
                reader.read(body, length);
                return;
            }
        }
    }

    private void take(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (!tooLarge && more > maxBytes - length) {
            tooLarge = true;
            body = new byte[0];
        }
        if (tooLarge) {
            dropped += more;
            return;
        }
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.min(maxBytes, Math.max(body.length * 2, length + more)));
        }
        bytes.get(body, length, more);
        length += more;
    }

    /** Asks for more, and makes the connection's idle timeout end no later than the time for the whole body. */
    private void await(long leftNanos) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (idleTimeout < 0) {
            idleTimeout = endPoint.getIdleTimeout();
        }
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos));
        if (idleTimeout <= 0 || left < idleTimeout) {
            endPoint.setIdleTimeout(left);
        }
        request.demand(this);
    }

    private void end() {
        if (idleTimeout >= 0) {
            request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(idleTimeout);
        }
    }
}
