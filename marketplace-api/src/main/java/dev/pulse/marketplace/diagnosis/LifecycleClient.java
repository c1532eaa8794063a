package dev.pulse.marketplace.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Asks the lifecycle stream's query endpoint about one node. A question takes 2 attempts of 2 seconds at most, and only
 * so many are asked at one time: a lifecycle stream that hangs must not hold all threads of the explorer.
 */
public final class LifecycleClient implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 2;
    private static final int AT_ONE_TIME = 32;

    /** An answer of the endpoint has about 1 KiB; that of a node with 1,024 renters some 300. */
    private static final int MAX_ANSWER = 1024 * 1024;

    private final URI base;
    private final ObjectMapper json;
    private final HttpClient http;
    private final Semaphore asking = new Semaphore(AT_ONE_TIME);

    /**
     * A client that has not connected yet.
     *
     * @param base address of the lifecycle stream, for example {@code http://127.0.0.1:8082}
     */
    public LifecycleClient(URI base, ObjectMapper json) {
        this.base = base;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .connectTimeout(ATTEMPT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * What the lifecycle stream says about a node.
     *
     * @param nodeId a well-formed node id
     */
    public LifecycleReply ask(String nodeId) {
        if (!NodeId.isValid(nodeId)) {
            throw new IllegalArgumentException("not a node id: " + nodeId);
        }
        if (!asking.tryAcquire()) {
            return unavailable("Too many questions to the lifecycle service are open at this moment.");
        }
        try {
            LifecycleReply reply = null;
            for (int attempt = 0; attempt < ATTEMPTS && (reply == null || canRetry(reply)); attempt++) {
                reply = attempt(nodeId);
            }
            return reply;
        } finally {
            asking.release();
        }
    }

    private static boolean canRetry(LifecycleReply reply) {
        return reply instanceof LifecycleReply.Unavailable unavailable
                && !unavailable.restoring()
                && !Thread.currentThread().isInterrupted();
    }

    private LifecycleReply attempt(String nodeId) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/nodes/" + nodeId))
                .timeout(ATTEMPT)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return read(response.statusCode(), body.readNBytes(MAX_ANSWER));
            }
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return unavailable("The lifecycle service at " + base + " cannot be reached: " + why + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable("The server is stopping.");
        }
    }

    private LifecycleReply read(int status, byte[] body) throws IOException {
        try {
            return switch (status) {
                case 200 -> new LifecycleReply.Known(json.readValue(body, LifecycleNode.class));
                case 404 -> {
                    JsonNode answer = json.readTree(body);
                    if (!"unknown_node".equals(answer.path("error").asText())) {
                        yield unavailable("What answers at " + base + " is no lifecycle service: HTTP 404.");
                    }
                    JsonNode refusal = answer.path("last_rejected");
                    yield new LifecycleReply.Unknown(
                            refusal.isObject() ? json.treeToValue(refusal, LifecycleNode.Refusal.class) : null);
                }
                case 503 ->
                    new LifecycleReply.Unavailable(
                            true, "The lifecycle service is loading the state of this node: " + detail(body));
                default -> unavailable("The lifecycle service at " + base + " answered HTTP " + status + ".");
            };
        } catch (JsonProcessingException e) {
            return unavailable("What the lifecycle service at " + base + " answered is not JSON.");
        }
    }

    private String detail(byte[] body) throws IOException {
        return json.readTree(body).path("detail").asText("try again soon.");
    }

    private static LifecycleReply unavailable(String reason) {
        return new LifecycleReply.Unavailable(false, reason);
    }

    /** Drops open connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
