package dev.pulse.agent.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.pairing.PairingReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

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
        Reply reply = send(HttpRequest.newBuilder(URI.create(base + "/api/v1/market")));
        if (reply.status() != 200 || !reply.body().path("name").isTextual()) {
            throw new IOException(base + " is no marketplace: " + reply.detail());
        }
        return new MarketInfo(
                reply.body().path("name").asText(),
                reply.body().path("audience").asText(),
                reply.body().path("verification").asText(),
                reply.body().path("ingest").textValue());
    }

    /** Sends a pairing. */
    public Reply pair(byte[] pairing) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + PairingReader.PATH))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(pairing)));
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
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
