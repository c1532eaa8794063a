package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Intake;
import dev.pulse.ingest.take.Outcome;
import dev.pulse.telemetry.trace.RequestTrace;
import dev.pulse.telemetry.trace.RequestTracing;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Makes connections that begin as a {@link HeartbeatConnection}. When the server stops, requests under way get their answers,
 * and what comes in is left to the general connection, which says that it is too late.
 */
public final class HeartbeatConnectionFactory extends AbstractConnectionFactory implements Graceful {
    private final Connector connector;
    private final ConnectionFactory general;
    private final Intake intake;
    private final Answers answers;
    private final RequestTracing tracing;
    private final ThreadLocal<ByteBuffer> buffers;
    private final ThreadLocal<PlainRequest> requests = ThreadLocal.withInitial(PlainRequest::new);
    private final AtomicInteger underWay = new AtomicInteger();
    private final Graceful.Shutdown stopping = new Graceful.Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
            return underWay.get() == 0;
        }
    };

    /**
     * A factory for a connector.
     *
     * @param general makes the connections for everything else
     * @param bufferBytes how much is read at once, no more than the general connection can take over
     * @param intake takes the heartbeats
     * @param answers what nodes are told
     * @param tracing which requests are traced
     */
    public HeartbeatConnectionFactory(
            Connector connector,
            ConnectionFactory general,
            int bufferBytes,
            Intake intake,
            Answers answers,
            RequestTracing tracing) {
        super(HttpVersion.HTTP_1_1.asString());
        this.connector = connector;
        this.general = general;
        this.intake = intake;
        this.answers = answers;
        this.tracing = tracing;
        this.buffers = ThreadLocal.withInitial(() -> BufferUtil.allocate(bufferBytes));
        installBean(general);
    }

    @Override
    public Connection newConnection(Connector of, EndPoint endPoint) {
        return new HeartbeatConnection(this, endPoint, of.getExecutor());
    }

    Connection general(EndPoint endPoint) {
        return general.newConnection(connector, endPoint);
    }

    Intake intake() {
        return intake;
    }

    /** This thread's buffer: what is read is dealt with before the thread does anything else. */
    ByteBuffer buffer() {
        return buffers.get();
    }

    PlainRequest request() {
        return requests.get();
    }

    /** The trace of a request that was just read. */
    RequestTrace trace(PlainRequest request, EndPoint over) {
        if (!tracing.isOn()) {
            return RequestTrace.NONE;
        }
        HttpScheme scheme = over.isSecure() ? HttpScheme.HTTPS : HttpScheme.HTTP;
        return tracing.begin(request.traceparent(), HeartbeatHandler.SINGLE, scheme.asString());
    }

    Answer answer(Outcome outcome) {
        return answers.to(outcome);
    }

    /** The time as a {@code Date} field has it. */
    String date() {
        return connector.getServer().getDateField().getValue();
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void ended() {
        if (underWay.decrementAndGet() == 0 && stopping.isShutdown()) {
            stopping.check();
        }
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        return stopping.shutdown();
    }

    @Override
    public boolean isShutdown() {
        return stopping.isShutdown();
    }

    @Override
    protected void doStart() throws Exception {
        stopping.cancel();
        super.doStart();
    }
}
