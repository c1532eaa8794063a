package dev.pulse.benchmarks.run.gauge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is behind one topic: committed positions against the log's end, partition by partition. */
public final class GroupLag implements AutoCloseable {
    private final Admin admin;
    private final String group;
    private final String topic;
    private final int partitions;

    /**
     * One moment.
     *
     * @param atNanos when, {@link System#nanoTime}
     * @param ends the log's end by partition
     * @param committed the group's position by partition; 0 where there is none yet
     */
    public record Look(long atNanos, Map<Integer, Long> ends, Map<Integer, Long> committed) {
        /** Records not yet committed, over all partitions. */
        public long lag() {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                    .sum();
        }

        /** Whether every partition is committed up to where it ended at an earlier moment. */
        public boolean covers(Look earlier) {
            return earlier.ends().entrySet().stream()
                    .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    /** Looks at a group and a topic. */
    public GroupLag(String bootstrap, String group, String topic, int partitions) {
        Properties client = new Properties();
        client.put("bootstrap.servers", bootstrap);
        client.put("reconnect.backoff.max.ms", "100");
        client.put("request.timeout.ms", "2000");
        client.put("default.api.timeout.ms", "5000");
        this.admin = Admin.create(client);
        this.group = group;
        this.topic = topic;
        this.partitions = partitions;
    }

    /**
     * Looks now. The ends are taken first, so the lag is never less than it was.
     *
     * @throws IllegalStateException when Kafka does not answer within five seconds
     */
    public Look look() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            long at = System.nanoTime();
            Map<Integer, Long> ends = new TreeMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            Map<Integer, Long> committed = new TreeMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, position) -> {
                        if (partition.topic().equals(topic) && position != null) {
                            committed.put(partition.partition(), offset(position));
                        }
                    });
            return new Look(at, ends, committed);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether so many members share the partitions evenly: none has two more than another. */
    public boolean balanced(int members, String name) {
        try {
            List<Integer> shares = admin.describeConsumerGroups(List.of(name)).all().get().get(name).members().stream()
                    .map(member -> (int) member.assignment().topicPartitions().stream()
                            .filter(partition -> partition.topic().equals(topic))
                            .count())
                    .filter(count -> count > 0)
                    .sorted()
                    .toList();
            return shares.size() == members
                    && shares.stream().mapToInt(Integer::intValue).sum() == partitions
                    && shares.getLast() - shares.getFirst() < 2;
        } catch (ExecutionException failure) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static long offset(OffsetAndMetadata position) {
        return position.offset();
    }

    @Override
    public void close() {
        admin.close();
    }
}
