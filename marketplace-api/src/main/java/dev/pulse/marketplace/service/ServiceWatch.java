package dev.pulse.marketplace.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pulse.marketplace.service.Standing.Build;
import dev.pulse.marketplace.service.Standing.Reply;
import dev.pulse.marketplace.service.Standing.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each service every few seconds whether it is ready. Each address has its turn in a thread of its own, so that one
 * that hangs keeps no other from being asked; and it is asked again only when it has answered, or its time is over.
 */
public final class ServiceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

    /** The schema registry's name among the services. */
    public static final String REGISTRY = "registry";

    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final int MAX_ANSWER = 64 * 1024;

    /**
     * An address and what is known of who answers there.
     *
     * @param standing null where it was not asked yet
     */
    public record Service(String name, URI address, Standing standing) {}

    private record Asked(String name, URI address) {
        URI question() {
            String path = name.equals(REGISTRY) ? "/system/info" : "/ready";
            String base = address.toString();
            return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
        }
    }

    private final List<Asked> all = new ArrayList<>();
    private final Map<Asked, Standing> standings = new ConcurrentHashMap<>();
    private final ObjectMapper json;
    private final Duration every;
    private final InstantSource clock;
    private final HttpClient http;
    private final ScheduledExecutorService threads;

    /**
     * A watch that asks nobody yet.
     *
     * @param services base addresses by the name of the service; 100 in all at most
     * @param registry base address of the registry's core API
     * @param every between two questions to one address
     */
    public ServiceWatch(
            SortedMap<String, List<URI>> services,
            URI registry,
            ObjectMapper json,
            Duration every,
            InstantSource clock) {
        new TreeMap<>(services)
                .forEach((name, addresses) -> addresses.forEach(address -> all.add(new Asked(name, address))));
        all.add(new Asked(REGISTRY, registry));
        this.json = json;
        this.every = every;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(ATTEMPT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.threads = Executors.newScheduledThreadPool(
                Math.min(all.size(), 8),
                Thread.ofPlatform().name("service-watch-", 0).daemon().factory());
    }

    /** Begins to ask. Once only. */
    public void start() {
        for (Asked asked : all) {
            var unused = threads.scheduleWithFixedDelay(() -> ask(asked), 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** All addresses, by name, with what is known. */
    public List<Service> services() {
        return all.stream()
                .map(asked -> new Service(asked.name(), asked.address(), standings.get(asked)))
                .toList();
    }

    private void ask(Asked asked) {
        long at = clock.millis();
        Reply reply = reply(asked);
        if (!threads.isShutdown()) {
            standings.compute(asked, (same, before) -> Standing.after(before, reply, at));
        }
    }

    private Reply reply(Asked asked) {
        HttpRequest question = HttpRequest.newBuilder(asked.question())
                .timeout(ATTEMPT)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(question, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                JsonNode answer = read(body.readNBytes(MAX_ANSWER));
                return asked.name().equals(REGISTRY)
                        ? registry(response.statusCode(), answer)
                        : Reply.of(response.statusCode(), answer);
            }
        } catch (IOException e) {
            return Reply.unreachable("It can not be reached: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.unreachable("This explorer stops.");
        } catch (RuntimeException e) {
            // A task that throws is never run again.
            return Reply.unreachable("It can not be asked: " + e.getMessage() + ".");
        }
    }

    private static Reply registry(int status, JsonNode answer) {
        return status == 200 && answer.path("version").isTextual()
                ? new Reply(
                        State.UP,
                        null,
                        new Build(
                                answer.path("name").asText(""),
                                answer.path("version").asText(),
                                null,
                                null))
                : Reply.unreachable("What answers there is no registry: HTTP " + status + ".");
    }

    private JsonNode read(byte[] body) throws IOException {
        try {
            JsonNode answer = json.readTree(body);
            return answer == null ? MissingNode.getInstance() : answer;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Stops within 3 seconds. */
    @Override
    public void close() {
        // Ends the questions that are open, too: they are asked by interruptible calls.
        threads.shutdownNow();
        http.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the questions to services did not stop within {} s", STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
