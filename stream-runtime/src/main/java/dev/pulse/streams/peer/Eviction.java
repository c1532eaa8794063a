package dev.pulse.streams.peer;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/**
 * Takes an instance that has ended out of its group and aborts what it left open, so that others need not wait for two
 * time-outs before they own its partitions and read past its transactions. Should it live after all, it loses nothing
 * but its place: Kafka fences it, and it joins anew.
 */
final class Eviction implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    /** Kafka Streams names clients after the application, the process and the thread, and transactions alike. */
    private static final Pattern MEMBER_CLIENT = Pattern.compile("(.+)-StreamThread-(\\d+)-consumer");

    private final String group;
    private final Admin admin;

    Eviction(String group, KafkaSettings kafka) {
        this.group = group;
        this.admin = Admin.create(kafka.clientProperties());
    }

    /**
     * Takes an instance's members out, if it still has some.
     *
     * @return how many it had
     * @throws ExecutionException when Kafka refuses, which leaves the time-outs to do it
     */
    int evict(String instance) throws ExecutionException, InterruptedException, TimeoutException {
        List<MemberDescription> members =
                get(admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group))
                        .members()
                        .stream()
                        .filter(member -> member.groupInstanceId()
                                .filter(name -> name.startsWith(instance + "-"))
                                .isPresent())
                        .toList();
        if (members.isEmpty()) {
            return 0;
        }
        var fenced = admin.fenceProducers(members.stream()
                        .map(MemberDescription::clientId)
                        .flatMap(Eviction::transaction)
                        .toList())
                .all();
        var removed = admin.removeMembersFromConsumerGroup(
                        group,
                        new RemoveMembersFromConsumerGroupOptions(members.stream()
                                .map(member -> new MemberToRemove(
                                        member.groupInstanceId().orElseThrow()))
                                .toList()))
                .all();
        get(removed);
        get(fenced);
        return members.size();
    }

    /** The transactional id of the thread that a member's consumer of this client id belongs to. */
    static Stream<String> transaction(String clientId) {
        Matcher client = MEMBER_CLIENT.matcher(clientId);
        return client.matches() ? Stream.of(client.group(1) + "-" + client.group(2)) : Stream.empty();
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
