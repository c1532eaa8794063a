package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.ledger.devnet.chain.Chain;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves a chain over HTTP. */
public final class RpcServer implements AutoCloseable {
    /** As long as NEAR's nodes wait for an outcome. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int THREADS = 16;

    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts to serve.
     *
     * @param host the address to listen on
     * @param port 0 for one that is free
     * @param errorsAsResults whether a contract's failure comes as older nodes answer it
     * @throws IOException when it can't listen there
     */
    public RpcServer(
            Chain chain, Faucet faucet, Faults faults, String chainId, String host, int port, boolean errorsAsResults)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("devnet-http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        connector = new ServerConnector(server);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(
                new RpcHandler(new RpcMethods(chainId, chain, faucet, json, LONGEST, errorsAsResults), faults, json));
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException(
                    "The development ledger can't listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The development ledger's server does not stop.", e);
        }
    }
}
