package dev.pulse.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers whatever it is given, which is all that an ingest asks of a registry. Can be away. */
final class RegistryStub implements AutoCloseable {
    private final int port;
    private final AtomicInteger ids = new AtomicInteger();
    private HttpServer server;

    /** One that is away, on a port that is free. */
    RegistryStub(int port) {
        this.port = port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/rules")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] body =
                    ("{\"version\":{\"contentId\":" + ids.incrementAndGet() + "}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
