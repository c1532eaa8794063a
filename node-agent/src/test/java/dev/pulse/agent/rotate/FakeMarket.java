package dev.pulse.agent.rotate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.pairing.PairingReading;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.domain.rotation.RotationJudge;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.rotation.RotationReading;
import dev.pulse.domain.rotation.RotationRule;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A marketplace of one node, which judges by the rules of the real one, or answers as a test tells it. */
final class FakeMarket implements AutoCloseable {
    /** What happens to a request instead of a proper answer. */
    enum Mishap {
        /** It is taken, and no answer comes. */
        LOST,
        /** 503. */
        BUSY,
        /** 409 and nothing changes. */
        REFUSED
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final RotationReader rotations = new RotationReader("devnet", "market-1");
    private final PairingReader pairings = new PairingReader("devnet", "market-1");
    final Deque<Mishap> mishaps = new ArrayDeque<>();
    final List<Rotation> rotated = new ArrayList<>();
    final List<Account> paired = new ArrayList<>();
    String verification = "real";
    Account bound;
    Account farmer;
    boolean offered;
    boolean refusePairings;
    /** How many pairings are still signed too early. */
    int stalePairings;

    private long rotatedAt = RotationRule.NEVER;

    FakeMarket() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/market", exchange -> answer(exchange, 200, info()));
        server.createContext("/api/v1/nodes/", this::node);
        server.createContext(RotationReader.PATH, this::rotate);
        server.createContext(PairingReader.PATH, this::pair);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private ObjectNode info() {
        return JSON.createObjectNode()
                .put("name", "market-1")
                .put("audience", "devnet")
                .put("verification", verification);
    }

    private synchronized void node(HttpExchange exchange) throws IOException {
        if (bound == null) {
            answer(exchange, 404, error("unknown_node"));
            return;
        }
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode node = answer.putObject("node")
                .put("account", bound.hex())
                .put("lifecycle", farmer == null ? "discovered" : offered ? "published" : "pending");
        if (farmer != null) {
            node.putObject("market")
                    .put("farmer_account", farmer.hex())
                    .put("farm_id", "green")
                    .put("listing_id", offered ? "l-1" : null);
        }
        answer(exchange, 200, answer);
    }

    private synchronized void rotate(HttpExchange exchange) throws IOException {
        Mishap mishap = mishaps.poll();
        if (mishap == Mishap.BUSY || mishap == Mishap.REFUSED) {
            answer(exchange, mishap == Mishap.BUSY ? 503 : 409, error("told_to"));
            return;
        }
        if (!(rotations.read(exchange.getRequestBody().readAllBytes()) instanceof RotationReading.Read read)
                || !(new RotationJudge(new ReferenceEd25519()).judge(read, System.currentTimeMillis())
                        instanceof Verdict.Accepted)) {
            answer(exchange, 401, error("unproved"));
            return;
        }
        switch (RotationRule.judge(read.rotation(), bound, rotatedAt)) {
            case RotationRule.Answer.Refused refused -> answer(exchange, 409, error(refused.code()));
            case RotationRule.Answer.BoundBefore before -> done(exchange, mishap, false);
            case RotationRule.Answer.Binds binds -> {
                bound = read.rotation().next();
                rotatedAt = read.rotation().timestamp();
                rotated.add(read.rotation());
                done(exchange, mishap, true);
            }
        }
    }

    private synchronized void pair(HttpExchange exchange) throws IOException {
        PairingReading reading = pairings.read(exchange.getRequestBody().readAllBytes());
        if (refusePairings
                || !(reading instanceof PairingReading.Read read)
                || !read.pairing().account().equals(bound)
                || !(new PairingJudge(new ReferenceEd25519()).judge(read, System.currentTimeMillis())
                        instanceof Verdict.Accepted)) {
            answer(exchange, 409, error("told_to"));
            return;
        }
        if (stalePairings > 0) {
            stalePairings--;
            answer(exchange, 409, error("stale_pairing"));
            return;
        }
        paired.add(bound);
        answer(exchange, 201, JSON.createObjectNode().put("farm_id", "green"));
    }

    private static void done(HttpExchange exchange, Mishap mishap, boolean changed) throws IOException {
        if (mishap == Mishap.LOST) {
            exchange.close();
        } else {
            answer(exchange, 200, JSON.createObjectNode().put("changed", changed));
        }
    }

    private static ObjectNode error(String code) {
        return JSON.createObjectNode().put("error", code).put("detail", "So it was told.");
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
