package dev.pulse.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;

/** A {@code pulse up} that tests start, ask and stop: a broker, a registry, four services, in processes of their own. */
final class Grid implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(10);

    private final Path directory;
    private final int port;
    private final String interval;
    private final Map<String, String> variables;
    private PulseProcess up;

    Grid(Path directory, String interval) {
        this(directory, interval, Map.of());
    }

    /** With these in its environment. */
    Grid(Path directory, String interval, Map<String, String> variables) {
        this.variables = variables;
        this.directory = directory;
        this.port = Http.freePorts();
        this.interval = interval;
    }

    /** Starts it on its folder and waits until it says that it is ready. Options are those of {@code up}. */
    void start(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "up", "--data", directory.toString(), "--port", Integer.toString(port), "--interval", interval));
        command.addAll(Arrays.asList(options));
        up = PulseProcess.start(directory, variables, command.toArray(String[]::new));
        try {
            await("up is ready").atMost(READY).until(() -> {
                if (!up.isAlive()) {
                    throw new AssertionError("pulse up ended:\n" + up.output());
                }
                return isReady();
            });
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("pulse up is not ready:\n" + up.output(), late);
        }
    }

    private boolean isReady() {
        try {
            return Http.get(explorer() + "/api/v1/stats").has("online") && Http.get(ingest() + "/ready") != null;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    PulseProcess process() {
        return up;
    }

    String explorer() {
        return "http://127.0.0.1:" + port;
    }

    String ingest() {
        return "http://127.0.0.1:" + (port + 1);
    }

    /** The addresses of its services, by their names. */
    Map<String, String> services() {
        String host = "http://127.0.0.1:";
        return Map.of(
                "marketplace",
                explorer(),
                "ingest",
                ingest(),
                "lifecycle",
                host + (port + 2),
                "verifier",
                host + (port + 3));
    }

    String registry() {
        return "http://127.0.0.1:" + (port + 4) + "/apis/registry/v3";
    }

    String bootstrap() {
        return "127.0.0.1:" + (port + 6);
    }

    String ledger() {
        return "http://127.0.0.1:" + (port + 8);
    }

    Path directory() {
        return directory;
    }

    JsonNode stats() {
        return Http.get(explorer() + "/api/v1/stats");
    }

    /** Waits until this many nodes are online. */
    void awaitOnline(int nodes) {
        await(nodes + " nodes online")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> stats().path("online").asInt() == nodes);
    }

    /** The ids of the nodes in a state, over all pages. */
    Set<String> nodes(String status) {
        Set<String> found = new TreeSet<>();
        String cursor = null;
        do {
            JsonNode page = Http.get(explorer() + "/api/v1/nodes?size=500&status=" + status
                    + (cursor == null ? "" : "&cursor=" + cursor));
            page.path("nodes").forEach(node -> found.add(node.path("node_id").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : page.path("next_cursor").asText();
        } while (cursor != null);
        return found;
    }

    /** What stands in the topics, counted by reading them. */
    JsonNode topics() {
        List<String> printed =
                PulseCommand.run(Duration.ofSeconds(60), "topics", "count", "--bootstrap", bootstrap(), "--json");
        return Http.json(String.join("\n", printed));
    }

    /** Lets it observe this much time, by its own clock: the accepted heartbeats go on being counted. */
    void observe(Duration time) {
        long until = stats().path("as_of").asLong() + time.toSeconds();
        await("the grid observes " + time)
                .atMost(time.plusSeconds(60))
                .ignoreExceptions()
                .until(() -> stats().path("as_of").asLong() >= until);
    }

    /** Ctrl-C, and its end within ten seconds. */
    void stop() {
        List<ProcessHandle> children = up.handle().descendants().toList();
        up.interrupt();
        up.awaitExit(Duration.ofSeconds(20));
        await("no process is left")
                .atMost(Duration.ofSeconds(5))
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        if (up != null) {
            up.close();
        }
    }
}
