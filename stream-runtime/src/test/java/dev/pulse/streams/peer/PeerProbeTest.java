package dev.pulse.streams.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.streams.peer.PeerProbe.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerProbeTest {
    private final PeerProbe probe = new PeerProbe("http");

    @AfterEach
    void close() {
        probe.close();
    }

    private static HostInfo at(int port) {
        return new HostInfo("127.0.0.1", port);
    }

    private static HttpServer answering(String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            // An instance that restores its stores is not ready, and says who it is.
            exchange.sendResponseHeaders(503, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void oneThatAnswersIsAliveAndThenGone() throws Exception {
        HttpServer server = answering("{\"state\":\"rebalancing\",\"instance\":\"b-1\"}");
        HostInfo peer = at(server.getAddress().getPort());
        assertThat(probe.look(peer)).isEqualTo(new Finding.Alive("b-1"));
        server.stop(0);
        assertThat(probe.look(peer)).isEqualTo(new Finding.Gone());
    }

    @Test
    void anAnswerWithoutANameTellsNothing() throws Exception {
        for (String body : List.of("{\"state\":\"running\"}", "busy", "", "[]")) {
            HttpServer server = answering(body);
            assertThat(probe.look(at(server.getAddress().getPort()))).as(body).isEqualTo(new Finding.Unclear());
            server.stop(0);
        }
    }

    @Test
    void oneThatAcceptsAndStaysSilentIsUnclear() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(probe.look(at(silent.getLocalPort()))).isEqualTo(new Finding.Unclear());
        }
    }

    @Test
    void aHostThatNobodyKnowsIsUnclear() throws Exception {
        assertThat(probe.look(new HostInfo("nowhere.invalid", 80))).isEqualTo(new Finding.Unclear());
    }
}
