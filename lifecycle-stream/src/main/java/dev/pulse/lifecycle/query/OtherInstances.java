package dev.pulse.lifecycle.query;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.streams.state.HostInfo;

/** Passes a question on to the instance that owns the key: one hop, two seconds, a bounded number at one time. */
public final class OtherInstances implements AutoCloseable {
    /** Marks a question that was passed on once, and must not be again. */
    public static final String HOP = "X-Pulse-Hop";

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final int AT_ONE_TIME = 64;
    private static final int MAX_ANSWER = 64 * 1024;

    private final String scheme;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(WITHIN)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Semaphore asking = new Semaphore(AT_ONE_TIME);

    /** @param scheme how instances are reached, {@code http} or {@code https} */
    public OtherInstances(String scheme) {
        this.scheme = scheme;
    }

    /**
     * What another instance answered.
     *
     * @param status its HTTP status
     * @param body JSON
     */
    public record Answer(int status, byte[] body) {}

    /** Asks; empty when it could not be reached, or answered nothing that can be passed on. */
    public Optional<Answer> ask(HostInfo owner, String path) {
        if (!asking.tryAcquire()) {
            return Optional.empty();
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(scheme + "://" + owner.host() + ":" + owner.port() + path))
                    .timeout(WITHIN)
                    .header("Accept", "application/json")
                    .header(HOP, "1")
                    .build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER);
                return switch (response.statusCode()) {
                    case 200, 404 -> Optional.of(new Answer(response.statusCode(), bytes));
                    default -> Optional.empty();
                };
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            asking.release();
        }
    }

    /** Drops open connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
