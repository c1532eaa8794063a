package dev.pulse.agent.ingest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** {@link HeartbeatPost} over the JDK's HTTP client: HTTP/1.1, kept alive, TLS where the address asks for it. */
public final class JdkHeartbeatPost implements HeartbeatPost {
    private final URI target;
    private final Duration timeout;
    private final HttpClient client;
    private volatile boolean closed;

    /**
     * @param target where heartbeats are POSTed, as {@link IngestAddress} gives it
     * @param timeout how long a connection and an answer may take, each
     */
    public JdkHeartbeatPost(URI target, Duration timeout) {
        this.target = target;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public void post(byte[] body, String contentType, Consumer<Answer> done) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        // The callback is where the answer goes; nothing waits for the future.
        CompletableFuture<Void> unused = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) -> failure == null ? answered(response) : failed(failure))
                .thenAccept(done);
    }

    private static Answer answered(HttpResponse<byte[]> response) {
        return AnswerBody.read(
                response.statusCode(),
                response.headers().firstValue("Retry-After").orElse(null),
                response.body());
    }

    private Answer failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException) {
            return new Answer.TimedOut("no answer from " + target + " within " + timeout.toMillis() + " ms");
        }
        if (closed) {
            return new Answer.Unreachable("stopped before " + target + " answered");
        }
        if (cause instanceof ConnectException) {
            return new Answer.Unreachable("nothing listens at " + target);
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String what = cause instanceof IOException ? "cannot reach " : "failed to send to ";
        return new Answer.Unreachable(what + target + ": " + why);
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
        client.close();
    }
}
