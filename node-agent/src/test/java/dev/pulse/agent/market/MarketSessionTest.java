package dev.pulse.agent.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.message.ActingRequest;
import dev.pulse.ledger.message.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command line signs for a marketplace, and what it does not. */
class MarketSessionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONCE = Base64.getEncoder().encodeToString(new byte[Message.NONCE_LENGTH]);

    private final NodeKey key = NodeKey.ofSeed(new byte[NodeKey.SEED_LENGTH]);
    private final List<String> asked = new ArrayList<>();
    private final List<Boolean> held = new ArrayList<>();
    private HttpServer server;
    private String recipient;
    private String words;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recipient = url();
        words = "Sign in to " + url() + " as " + key.account() + ".\n...";
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        String signature = exchange.getRequestHeaders().getFirst(ActingRequest.SIGNATURE);
        if (path.equals("/api/session") && exchange.getRequestMethod().equals("POST")) {
            JsonNode signIn = JSON.readTree(body);
            assertThat(signIn.path("signed").asBoolean()).isTrue();
            held.add(holds(
                    new Message(words, Base64.getDecoder().decode(NONCE), recipient, null),
                    signIn.path("signature").asText()));
        } else if (signature != null) {
            Message message = new ActingRequest(exchange.getRequestMethod(), path, body)
                    .message(
                            Base64.getDecoder()
                                    .decode(exchange.getRequestHeaders().getFirst(ActingRequest.NONCE)),
                            url());
            held.add(holds(message, signature));
        }
        byte[] answer = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("message", words)
                .put("nonce", NONCE)
                .put("recipient", recipient)
                .put("token", "t"));
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private boolean holds(Message message, String signature) {
        return new ReferenceEd25519()
                .verify(key.publicKey(), message.hash(), Base64.getDecoder().decode(signature));
    }

    @Test
    void whatChangesSomethingIsSignedWithItsMethodAddressBodyAndOrigin() throws Exception {
        try (MarketSession session = MarketSession.signIn(new MarketClient(url()), key)) {
            session.get("/api/session");
            session.post("/api/reservations?x=1", MarketSession.object().put("slices", 2));
            session.post("/api/dashboard/nodes/n/retire", null);
        }
        assertThat(held).containsExactly(true, true, true);
        assertThat(asked).contains("/api/reservations?x=1", "/api/dashboard/nodes/n/retire");
    }

    @Test
    void aChallengeThatIsForAnotherMarketplaceIsNotSigned() {
        recipient = "https://market.example";
        assertThatThrownBy(() -> MarketSession.signIn(new MarketClient(url()), key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("https://market.example")
                .hasMessageContaining("not signed");
        assertThat(asked).containsExactly("/api/session/challenge");
    }

    @Test
    void wordsThatAreNoSignInAreNotSigned() {
        for (String other : List.of(
                "POST /api/reservations\nwith a body of SHA-256 00.",
                "Sign in to " + url() + ".evil.example as " + key.account() + ".",
                "Sign in to " + url() + " as " + "ab".repeat(32) + ".")) {
            words = other;
            assertThatThrownBy(() -> MarketSession.signIn(new MarketClient(url()), key))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was not signed");
        }
        assertThat(asked).doesNotContain("/api/session");
    }
}
