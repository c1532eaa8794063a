package dev.pulse.system.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A cluster as those see it who use it: over HTTP. */
final class ClusterView {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final int nodes;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private String lacks = "";

    /** What the lifecycle stream has accounted, over all partitions. */
    record Accounts(long advances, long duplicates, long replays) {}

    ClusterView(Cluster cluster, int nodes) {
        this.cluster = cluster;
        this.nodes = nodes;
    }

    /** Every part serves, every node is online in each explorer, and each lifecycle instance finds nodes of all partitions. */
    boolean isWhole() {
        try {
            return partsAreReady() && explorersAgree() && lookUpsAnswer();
        } catch (UncheckedIOException notYet) {
            lacks = notYet.getCause().getMessage();
            return false;
        }
    }

    /** What {@link #isWhole} lacked when it was last asked. */
    String lacks() {
        return lacks;
    }

    private boolean partsAreReady() {
        for (Service service : Service.values()) {
            for (String member : cluster.members(service)) {
                if (!cluster.isReady(member)) {
                    lacks = member + " is not ready";
                    return false;
                }
            }
        }
        return true;
    }

    private boolean explorersAgree() {
        for (String explorer : cluster.members(Service.MARKETPLACE)) {
            JsonNode stats = get(cluster.url(explorer) + "/api/v1/stats");
            if (stats.path("online").asInt() != nodes) {
                lacks = explorer + " has " + stats.path("online") + " online, " + stats.path("unknown") + " unknown, "
                        + stats.path("offline") + " offline";
                return false;
            }
        }
        return true;
    }

    private boolean lookUpsAnswer() {
        int width = Math.max(4, Integer.toString(nodes).length());
        for (String instance : cluster.members(Service.LIFECYCLE)) {
            for (int i = 1; i <= Math.min(nodes, 40); i++) {
                String node = ("node-%0" + width + "d").formatted(i);
                JsonNode found = get(cluster.url(instance) + "/v1/nodes/" + node);
                if (!found.path("liveness").asText().equals("online")) {
                    lacks = instance + " has " + node + " as " + found.path("liveness");
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether an instance of a stream works on partitions, rather than being a standby alone, or still on its way. */
    boolean hasPartitions(String member) {
        try (Admin admin = Admin.create(cluster.kafka().clientProperties())) {
            String name = get(cluster.url(member) + "/ready").path("instance").asText();
            String group = "pulse-" + member.substring(0, member.lastIndexOf('-'));
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream()
                    .filter(each -> each.groupInstanceId().orElse("").startsWith(name + "-"))
                    .anyMatch(each -> !each.assignment().topicPartitions().isEmpty());
        } catch (ExecutionException | UncheckedIOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The newest count of each partition, whoever has it. */
    Accounts accounts() {
        Map<String, JsonNode> newest = new HashMap<>();
        for (String instance : cluster.members(Service.LIFECYCLE)) {
            get(cluster.url(instance) + "/v1/stats")
                    .path("partitions")
                    .properties()
                    .forEach(entry -> newest.merge(
                            entry.getKey(),
                            entry.getValue(),
                            (a, b) ->
                                    a.path("as_of").asLong() >= b.path("as_of").asLong() ? a : b));
        }
        long advances = 0;
        long duplicates = 0;
        long replays = 0;
        for (JsonNode partition : newest.values()) {
            JsonNode counted = partition.path("counted");
            advances += counted.path("advances").asLong();
            duplicates += counted.path("duplicates").asLong();
            replays += counted.path("replays").asLong();
        }
        return new Accounts(advances, duplicates, replays);
    }

    /** Each node's status in an explorer. */
    Map<String, String> statuses(String explorer) {
        Map<String, String> all = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = get(cluster.url(explorer) + "/api/v1/nodes?size=500" + cursor);
            page.path("nodes")
                    .forEach(node -> all.put(
                            node.path("node_id").asText(), node.path("status").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (cursor != null);
        return all;
    }

    private JsonNode get(String url) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(ANSWER_WITHIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(url + " answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(new IOException(url + ": " + failure.getMessage(), failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
