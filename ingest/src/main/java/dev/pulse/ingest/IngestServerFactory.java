package dev.pulse.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.pulse.ingest.http.HeartbeatHandler;
import dev.pulse.ingest.http.OnwardThreads;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * The server type {@code ingest}: Dropwizard's {@code simple} one with a handler in front of the servlets, which is a
 * third of the cost of a Jersey resource. It stands inside Dropwizard's graceful shutdown and outside its gzip handler,
 * so that no heartbeat is ever inflated.
 */
@JsonTypeName(IngestServerFactory.TYPE)
public final class IngestServerFactory extends SimpleServerFactory {
    /** What {@code server.type} must be. */
    public static final String TYPE = "ingest";

    /**
     * How long a connection may be idle when no further one fits (decision 0039). Longer than a request takes to come: it closes
     * what nodes leave open until their next heartbeat, and nothing that is being sent.
     */
    static final Duration CROWDED_IDLE = Duration.seconds(1);

    @Min(1) @Max(1_000_000) @JsonProperty
    private int maxConnections = 65_536;

    private UnaryOperator<Handler> front = UnaryOperator.identity();
    private Straight straight = (connector, general, bytes) -> general;

    /** Makes the connections of a connector of those that it would have. */
    @FunctionalInterface
    interface Straight {
        ConnectionFactory connections(Connector connector, ConnectionFactory general, int bufferBytes);
    }

    /** A server that, unless told otherwise, gives requests under way two seconds when it stops: nodes come back. */
    public IngestServerFactory() {
        setShutdownGracePeriod(Duration.seconds(2));
    }

    /** Puts a handler in front of everything that the server does; it is given the handler of the rest. */
    void putInFront(UnaryOperator<Handler> handler) {
        front = handler;
    }

    /** Puts connections in front of the handlers, where nothing is configured that those must see first. */
    void goStraight(Straight connections) {
        straight = connections;
    }

    @Override
    public Server build(Environment environment) {
        ConnectorFactory connector = getConnector();
        setConnector((server, metrics, name, none) -> {
            Connector built = connector.build(server, metrics, name, new OnwardThreads(server.getThreadPool()));
            if (connector instanceof HttpConnectorFactory http && !http.isUseForwardedHeaders()) {
                AbstractConnector of = (AbstractConnector) built;
                of.addConnectionFactory(
                        straight.connections(of, of.getConnectionFactory(HttpVersion.HTTP_1_1.asString()), (int)
                                http.getInputBufferSize().toBytes()));
            }
            return built;
        });
        Server server = super.build(environment);
        // Further connections wait in the kernel's queue until one is closed: at once those on which nothing comes.
        NetworkConnectionLimit limit = new NetworkConnectionLimit(maxConnections, server);
        limit.setEndPointIdleTimeout(CROWDED_IDLE.toMilliseconds());
        server.addBean(limit);
        handlersStay(server);
        return server;
    }

    /**
     * Nothing puts in other handlers once the server runs, so it can tell from those that it has whether a request may be
     * handled by the thread that found it.
     */
    private static void handlersStay(Server server) {
        Handler handler = server;
        while (handler instanceof Handler.Wrapper wrapper && !(handler instanceof HeartbeatHandler)) {
            wrapper.setDynamic(false);
            handler = wrapper.getHandler();
        }
    }

    @Override
    protected Handler buildGzipHandler(Handler handler) {
        return front.apply(super.buildGzipHandler(handler));
    }
}
