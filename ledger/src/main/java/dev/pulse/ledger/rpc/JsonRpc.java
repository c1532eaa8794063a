package dev.pulse.ledger.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * JSON-RPC 2.0 with several endpoints. The one that answered last is asked first; the others follow when it can't be
 * reached, is too slow, is overloaded, or answers something else than JSON-RPC. So a request may be carried out by two of
 * them: what is sent through here must bear that, as a question and a signed transaction do.
 *
 * <p>Over https it trusts whom the process trusted when it was made. Safe for several threads.
 */
public final class JsonRpc implements AutoCloseable {
    /** Most bytes of an answer. */
    static final int MAX_ANSWER = 16 << 20;

    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;
    /** NEAR answers 408 with an ordinary error: the transaction is not done yet. */
    private static final String TIMEOUT = "TIMEOUT_ERROR";

    private final RpcSettings settings;
    private final List<Endpoint> endpoints;
    private final HttpClient http;
    private final ObjectMapper json;
    private final AtomicInteger preferred = new AtomicInteger();

    /** A client that connects when it is first asked. */
    public JsonRpc(RpcSettings settings, ObjectMapper json) {
        this.settings = settings;
        this.endpoints = settings.endpoints().stream().map(Endpoint::new).toList();
        this.json = json;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.attempt())
                .build();
    }

    /** How it is set up. */
    public RpcSettings settings() {
        return settings;
    }

    /**
     * Asks one endpoint after the other, each once.
     *
     * @param params an object
     * @param left how long there is for all of it
     * @return {@code result}, or the {@code error} that the ledger gave
     * @throws LedgerException.Unreachable when none of them gave either
     */
    public Reply call(String method, ObjectNode params, Duration left)
            throws LedgerException.Unreachable, InterruptedException {
        byte[] body = body(method, params);
        long end = System.nanoTime() + left.toNanos();
        List<String> tried = new ArrayList<>();
        IOException last = null;
        int first = preferred.get();
        int count = endpoints.size();
        for (int i = 0; i < count; i++) {
            int at = (first + i) % count;
            Duration until = Duration.ofNanos(end - System.nanoTime());
            if (until.isNegative() || until.isZero()) {
                tried.add("there was no time for the others");
                break;
            }
            Endpoint endpoint = endpoints.get(at);
            try {
                Duration time = until.compareTo(settings.attempt()) < 0 ? until : settings.attempt();
                Reply reply = ask(endpoint, body, time, i > 0);
                preferred.compareAndSet(first, at);
                return reply;
            } catch (IOException e) {
                last = e;
                tried.add(endpoint.failed(e));
            }
        }
        throw new LedgerException.Unreachable("The ledger can't be reached: " + String.join("; ", tried) + ".", last);
    }

    /**
     * A request as it is sent.
     *
     * @param params an object
     */
    public static ObjectNode request(String method, ObjectNode params) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("jsonrpc", "2.0")
                .put("id", "pulse")
                .put("method", method);
        request.set("params", params);
        return request;
    }

    private byte[] body(String method, ObjectNode params) {
        try {
            return json.writeValueAsBytes(request(method, params));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these parameters are no JSON", e);
        }
    }

    private Reply ask(Endpoint endpoint, byte[] body, Duration time, boolean repeated)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange(
                endpoint.request()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                time);
        if (response.statusCode() == TOO_MANY) {
            throw new IOException("is overloaded");
        }
        JsonNode answer;
        try {
            answer = json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException("answered " + response.statusCode() + " and no JSON", e);
        }
        JsonNode error = answer == null ? null : answer.get("error");
        if (error != null && error.isObject()) {
            RpcError found = RpcError.of(error);
            if (found.isInternal()
                    || response.statusCode() >= SERVER_ERROR && !found.cause().equals(TIMEOUT)) {
                throw new IOException("failed: " + found.message());
            }
            return new Reply.Failed(found, repeated);
        }
        JsonNode result = answer == null ? null : answer.get("result");
        if (result == null || response.statusCode() >= SERVER_ERROR) {
            throw new IOException("answered " + response.statusCode() + " without a result");
        }
        return new Reply.Result(result, repeated);
    }

    /** The time of {@link HttpRequest} ends with the headers; this one ends with the body. */
    private HttpResponse<byte[]> exchange(HttpRequest request, Duration time) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, information -> new BoundedBody(MAX_ANSWER));
        try {
            return response.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("did not answer within " + time.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** What an endpoint answered. */
    public sealed interface Reply {
        /** Whether another endpoint was asked before, and may have done what it was asked. */
        boolean repeated();

        /** A result. */
        record Result(JsonNode value, boolean repeated) implements Reply {}

        /** An error that the ledger stands for, and that another endpoint would give too. */
        record Failed(RpcError error, boolean repeated) implements Reply {}
    }
}
