package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Outcome;
import dev.pulse.telemetry.trace.RequestTrace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that carries plain heartbeats, read and answered without what a general HTTP connection needs: that costs
 * more than taking the heartbeat. With the first thing that is not a {@link PlainRequest} it becomes Jetty's own connection,
 * and stays one.
 *
 * <pre>
 *   idle ── request ──> taking ── not answered yet ──> waiting ── answered ──> idle
 *                          └───────── answered ──────────> the next request that is there
 * </pre>
 *
 * <p>While it waits it listens, so that as a rule nothing has to be asked of the selector; what then comes is kept, and no
 * more is read before the answer is out.
 */
final class HeartbeatConnection extends AbstractConnection implements Connection.UpgradeFrom {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatConnection.class);
    private static final byte[] NOTHING = {};

    private final HeartbeatConnectionFactory factory;
    private final long address;
    private final Callback readable = new Listening();
    private final Callback written = new Written();

    private State state = State.IDLE;

    /** What came after the request that waits for its answer; null while nothing has, and the connection listens. */
    private byte[] rest;

    /** Whether it is closed once the answer is out. */
    private boolean ended;

    private ByteBuffer unread;

    /** That of the request that is taken, or waits. */
    private RequestTrace trace = RequestTrace.NONE;

    /** Whether an answer is on its way out: how long that takes is up to the other side. */
    private boolean answering;

    private enum State {
        IDLE,
        TAKING,
        ANSWERED,
        WAITING
    }

    HeartbeatConnection(HeartbeatConnectionFactory factory, EndPoint endPoint, Executor executor) {
        super(endPoint, executor);
        this.factory = factory;
        this.address = factory.intake().limits().key(endPoint.getRemoteSocketAddress());
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested(readable);
    }

    @Override
    public void onFillable() {
        ByteBuffer in = factory.buffer();
        BufferUtil.clear(in);
        int filled;
        try {
            filled = getEndPoint().fill(in);
        } catch (IOException broken) {
            getEndPoint().close(broken);
            return;
        }
        byte[] bytes = in.array();
        int from = in.arrayOffset() + in.position();
        int length = in.remaining();
        synchronized (this) {
            if (state == State.WAITING) {
                ended |= filled < 0;
                rest = filled < 0 ? NOTHING : Arrays.copyOfRange(bytes, from, from + length);
                return;
            }
        }
        if (filled < 0) {
            getEndPoint().close();
        } else {
            take(bytes, from, length);
        }
    }

    /** Takes requests as long as they are there, plain, and answered at once. */
    private void take(byte[] bytes, int offset, int length) {
        PlainRequest request = factory.request();
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (factory.isShutdown() || !request.read(bytes, from, end - from)) {
                unread = ByteBuffer.wrap(bytes, from, end - from);
                getEndPoint().upgrade(factory.general(getEndPoint()));
                return;
            }
            from = request.bodyFrom() + request.bodyLength();
            synchronized (this) {
                state = State.TAKING;
            }
            factory.begun();
            try {
                trace = factory.trace(request, getEndPoint());
                Optional<Outcome.TooFast> refusal = factory.intake().admit(address);
                if (refusal.isPresent()) {
                    answer(refusal.get());
                } else {
                    factory.intake()
                            .take(bytes, request.bodyFrom(), request.bodyLength(), address, trace, this::answer);
                }
            } catch (RuntimeException defect) {
                LOG.error("a heartbeat could not be dealt with", defect);
                trace.broken(defect);
                written.failed(defect);
                return;
            }
            boolean last;
            synchronized (this) {
                if (state == State.TAKING) {
                    state = State.WAITING;
                    rest = from < end ? Arrays.copyOfRange(bytes, from, end) : null;
                    break;
                }
                state = State.IDLE;
                last = ended;
            }
            if (last) {
                getEndPoint().close();
                return;
            }
        }
        if (from == end) {
            fillInterested(readable);
        }
    }

    private void answer(Outcome outcome) {
        Answer answer = factory.answer(outcome);
        trace.answered(answer.status());
        synchronized (this) {
            ended |= answer.isLast();
            answering = true;
        }
        getEndPoint().write(written, answer.wire(factory.date()));
    }

    /** A connection is not idle while its request waits for Kafka, which has a limit of its own. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        synchronized (this) {
            return state != State.WAITING || answering;
        }
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        ByteBuffer all = unread;
        unread = null;
        return all;
    }

    /** Bytes have come, or never will. */
    private final class Listening implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            onFillInterestedFailed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /** An answer is out. */
    private final class Written implements Callback {
        @Override
        public void succeeded() {
            factory.ended();
            byte[] next;
            boolean last;
            synchronized (HeartbeatConnection.this) {
                answering = false;
                if (state == State.TAKING) {
                    state = State.ANSWERED;
                    return;
                }
                state = State.IDLE;
                next = rest;
                rest = null;
                last = ended;
            }
            if (last) {
                getEndPoint().close();
            } else if (next != null) {
                take(next, 0, next.length);
            }
        }

        @Override
        public void failed(Throwable cause) {
            factory.ended();
            getEndPoint().close(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
