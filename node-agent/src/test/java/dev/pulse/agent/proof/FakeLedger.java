package dev.pulse.agent.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A node of the ledger that answers what a saved proof says that it did, until it is told otherwise. */
final class FakeLedger implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, String> results = new HashMap<>();
    private final Map<Long, String> blocks = new HashMap<>();
    private long height = 1_000;

    FakeLedger(JsonNode proof) throws IOException {
        for (String link : new String[] {"registration", "listing", "reservations"}) {
            JsonNode stated = proof.path(link);
            if (stated.isObject()) {
                results.put(
                        stated.path("method").asText(), stated.path("result").asText());
                blocks.put(
                        stated.path("block_height").asLong(),
                        stated.path("block_hash").asText());
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    FakeLedger says(String method, String result) {
        results.put(method, result);
        return this;
    }

    FakeLedger at(long newest) {
        height = newest;
        return this;
    }

    FakeLedger withBlocks(String hash) {
        blocks.replaceAll((at, old) -> hash);
        return this;
    }

    FakeLedger withoutBlocks() {
        blocks.clear();
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", "x");
        JsonNode params = request.path("params");
        if (request.path("method").asText().equals("block")) {
            String hash = blocks.get(params.path("block_id").asLong());
            if (hash == null) {
                answer.putObject("error")
                        .put("name", "HANDLER_ERROR")
                        .put("message", "Server error")
                        .putObject("cause")
                        .put("name", "UNKNOWN_BLOCK");
            } else {
                answer.putObject("result").putObject("header").put("hash", hash);
            }
        } else {
            ObjectNode result =
                    answer.putObject("result").put("block_height", height).put("block_hash", "x");
            ArrayNode bytes = result.putArray("result");
            String text = results.getOrDefault(params.path("method_name").asText(), "null");
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xff);
            }
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
