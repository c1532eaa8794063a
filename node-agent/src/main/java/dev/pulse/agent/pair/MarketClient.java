package dev.pulse.agent.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.poll.PollReader;
import dev.pulse.domain.rotation.RotationReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A node's side of a marketplace's HTTP interface. */
public final class MarketClient implements AutoCloseable {
    /** A marketplace waits 10 s for the lifecycle stream, and up to 15 s for the ledger. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;

    /** What it answered. */
    public record Reply(int status, JsonNode body) {
        /** The error's code, or an empty text. */
        public String error() {
            return body.path("error").asText();
        }

        /** The error's sentence, or what came instead of one. */
        public String detail() {
            return body.path("detail").asText("HTTP " + status);
        }
    }

    /**
     * @param url its base address, for example {@code http://127.0.0.1:8080}
     * @throws IllegalArgumentException when that is no http or https address
     */
    public MarketClient(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("a marketplace is an http or https address, not " + url);
        }
        base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** What it says of itself. */
    public MarketInfo info() throws IOException, InterruptedException {
        Reply reply = send(request("/api/v1/market", null));
        if (reply.status() != 200 || !reply.body().path("name").isTextual()) {
            throw new IOException(base + " is no marketplace: " + reply.detail());
        }
        return new MarketInfo(
                reply.body().path("name").asText(),
                reply.body().path("audience").asText(),
                reply.body().path("verification").asText(),
                reply.body().path("ingest").textValue(),
                reply.body().path("operator").textValue());
    }

    /**
     * Asks for something.
     *
     * @param token of who is signed in, or null
     */
    public Reply get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token));
    }

    /**
     * Has something done.
     *
     * @param body what is sent, or null for nothing
     * @param token of who is signed in, or null
     */
    public Reply post(String path, JsonNode body, String token) throws IOException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /**
     * Has something done, with further headers.
     *
     * @param body what is sent; no bytes for nothing
     * @param token of who is signed in
     */
    public Reply post(String path, byte[] body, String token, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, token)
                .header("Content-Type", "application/json")
                .POST(body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** Where it is, as browsers write origins: scheme, host, and port where it is not the usual one. */
    public String origin() {
        URI uri = URI.create(base);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Sends a pairing. */
    public Reply pair(byte[] pairing) throws IOException, InterruptedException {
        return post(PairingReader.PATH, pairing);
    }

    /** Sends a rotation. */
    public Reply rotate(byte[] rotation) throws IOException, InterruptedException {
        return post(RotationReader.PATH, rotation);
    }

    /**
     * What its explorer knows of a node.
     *
     * @param nodeId a well-formed one
     */
    public Optional<KnownNode> node(String nodeId) throws IOException, InterruptedException {
        Reply reply = get("/api/v1/nodes/" + nodeId, null);
        JsonNode node = reply.body().path("node");
        if (reply.status() == 404) {
            return Optional.empty();
        }
        if (reply.status() != 200 || !Account.isImplicit(node.path("account").asText())) {
            throw new IOException(base + " does not say what it knows of " + nodeId + ": " + reply.detail());
        }
        JsonNode terms = node.path("market");
        String farmer = terms.path("farmer_account").asText();
        return Optional.of(new KnownNode(
                new Account(node.path("account").asText()),
                node.path("lifecycle").asText(),
                Account.isImplicit(farmer) ? new Account(farmer) : null,
                terms.path("farm_id").textValue(),
                terms.path("listing_id").isTextual()));
    }

    private Reply post(String path, byte[] body) throws IOException, InterruptedException {
        return send(posting(path, body));
    }

    private HttpRequest.Builder posting(String path, byte[] body) {
        return request(path, null).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
    }

    /**
     * Asks whom a node is to serve.
     *
     * @param poll signed
     * @param wait how long the answer may keep one waiting by what the poll says
     */
    public Reply reservations(byte[] poll, Duration wait) throws IOException, InterruptedException {
        return send(posting(PollReader.PATH, poll), TIMEOUT.plus(wait));
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request, TIMEOUT);
    }

    private Reply send(HttpRequest.Builder request, Duration atMost) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.timeout(atMost).build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), read(response.body()));
    }

    private static JsonNode read(byte[] body) throws IOException {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.createObjectNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
