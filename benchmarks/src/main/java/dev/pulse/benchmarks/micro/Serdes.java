package dev.pulse.benchmarks.micro;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The serdes that the services run, with a registry that gives an id to whatever it is asked about. */
final class Serdes implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final AtomicInteger ids = new AtomicInteger();
    private final HttpServer registry;
    private final RegistryRecordSerdes serdes;

    Serdes() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        registry.createContext("/", this::answer);
        registry.start();
        serdes = new RegistryRecordSerdes(new RegistrySettings(
                URI.create("http://127.0.0.1:" + registry.getAddress().getPort() + "/apis/registry/v3")));
        serdes.awaitRegistry(START, line -> {});
    }

    RegistryRecordSerdes serdes() {
        return serdes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/rules")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] body =
                    ("{\"version\":{\"contentId\":" + ids.incrementAndGet() + "}}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        serdes.close();
        registry.stop(0);
    }
}
