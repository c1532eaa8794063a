package dev.pulse.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the tests ask over HTTP. */
public final class Http {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final int FIRST_PORT = 20_000;

    /** Below 32,768, where Linux begins to take ports for outgoing connections. */
    private static final int ROWS = 1_200;

    private Http() {}

    /** The JSON at an address; an answer other than 200 is an {@link UncheckedIOException}, so that waiting goes on. */
    public static JsonNode get(String url) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url)));
        if (answer.statusCode() != 200) {
            throw new UncheckedIOException(new IOException(url + ": " + answer.statusCode() + " " + answer.body()));
        }
        return json(answer.body());
    }

    /** The answer to a POST, whatever it is. */
    public static HttpResponse<String> post(String url, String contentType, byte[] body) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** The answer to a request, whatever it is. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(15)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The first of ten ports in a row that are all free now. Where it looks first depends on the process: what a test
     * stops for a while must not be taken by another run on the same machine.
     */
    public static int freePorts() {
        long first = ProcessHandle.current().pid() * 7 % ROWS;
        for (int i = 0; i < ROWS; i++) {
            int base = FIRST_PORT + (int) ((first + i) % ROWS) * 10;
            if (allFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no ten free ports in a row");
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + 10; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                probe.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
