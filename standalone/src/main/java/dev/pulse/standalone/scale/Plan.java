package dev.pulse.standalone.scale;

import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a move would make and copy.
 *
 * @param from the generation in use
 * @param to the one to come
 * @param brokers how many brokers there are
 * @param replicas copies of each partition, as they have now
 * @param topics how many topics are made, changelogs among them
 * @param stateBytes bytes of the changelogs that are copied, on all brokers together; they will stand twice until the
 *     former generation is deleted
 * @param replicasBefore partition copies on a broker now, of all topics that this user may see, on average
 */
public record Plan(
        Generation from, Generation to, int brokers, int replicas, int topics, long stateBytes, long replicasBefore) {
    /** More partition copies than this on one broker is what Kafka's own documents warn of. */
    static final int MANY_REPLICAS = 4_000;

    static Plan of(Kafka kafka, Generation from, Generation to) {
        List<String> moved = names(from);
        int replicas = kafka.describe(List.of(from.name(Topics.RAW))).values().stream()
                .mapToInt(topic -> topic.partitions().getFirst().replicas().size())
                .findFirst()
                .orElseThrow();
        int brokers = kafka.brokers();
        Set<String> existing = kafka.topics();
        Copy.refuseStrangers(existing, from);
        List<String> changelogs = Store.all().stream()
                .map(store -> store.changelog(from))
                .filter(existing::contains)
                .toList();
        Map<String, Long> bytes = kafka.bytes(changelogs);
        long copies = kafka.describe(existing).values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .mapToLong(partition -> partition.replicas().size())
                .sum();
        return new Plan(
                from,
                to,
                brokers,
                replicas,
                moved.size() + Store.all().size(),
                bytes.values().stream().mapToLong(Long::longValue).sum(),
                copies / brokers);
    }

    /** The topics of a generation that have its partition count. */
    static List<String> names(Generation generation) {
        return Topics.all().stream()
                .filter(Topic::coPartitioned)
                .map(generation::name)
                .toList();
    }

    /** Partition copies on a broker once the move is made, on average. */
    public long replicasAfter() {
        return replicasBefore + (long) topics * to.partitions() * replicas / brokers;
    }

    /** The plan in lines for a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("now         " + from);
        lines.add("then        " + to + ", as topics named ....g" + to.number() + " and groups named ...-g"
                + to.number());
        lines.add("makes       %,d topics of %,d partitions, %,d %s each: %,d partition copies on %,d %s"
                .formatted(
                        topics,
                        to.partitions(),
                        replicas,
                        replicas == 1 ? "copy" : "copies",
                        (long) topics * to.partitions() * replicas,
                        brokers,
                        brokers == 1 ? "broker" : "brokers"));
        lines.add("a broker    has %,d partition copies now and will have %,d, until the former generation is deleted"
                .formatted(replicasBefore, replicasAfter()));
        lines.add("copies      %,.1f MB of state: bindings, leases, facts, lives".formatted(stateBytes / 1e6));
        lines.add("stays       " + stays());
        lines.add("meanwhile   heartbeats are taken; outcomes and transitions wait until the state is copied");
        lines.add("the way back  is `topics scale --partitions " + from.partitions() + "`");
        if (replicasAfter() > MANY_REPLICAS) {
            lines.add("WARNING     more than %,d partition copies on a broker: add brokers first"
                    .formatted(MANY_REPLICAS));
        }
        return lines;
    }

    private static String stays() {
        List<String> names = Topics.all().stream()
                .filter(topic -> !topic.coPartitioned())
                .map(Topic::name)
                .toList();
        return String.join(", ", names) + ": nobody joins them";
    }
}
