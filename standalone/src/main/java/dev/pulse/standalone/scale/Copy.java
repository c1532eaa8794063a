package dev.pulse.standalone.scale;

import dev.pulse.lifecycle.carry.LeaseCarrier;
import dev.pulse.lifecycle.topology.Names;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.NodePartition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the changelogs of the next generation's applications, which restore their stores from them when they start. What
 * is read stands still, and what is written follows from it alone: so a copy that was cut short is made again over itself.
 */
final class Copy {
    private final Kafka kafka;
    private final Records records;
    private final Generation from;
    private final Generation to;
    private final Consumer<String> progress;
    private long copied;

    Copy(Kafka kafka, Records records, Generation from, Generation to, Consumer<String> progress) {
        this.kafka = kafka;
        this.records = records;
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * Copies everything.
     *
     * @return how many records were written
     */
    long run() {
        Set<String> existing = kafka.topics();
        for (Store store : Store.all()) {
            if (store.byKey() && existing.contains(store.changelog(from))) {
                byKey(store);
            }
        }
        if (existing.contains(changelog(Names.LEASES)) && existing.contains(changelog(Names.CLOCK))) {
            leases();
        }
        return copied;
    }

    /**
     * A store that was not carried over would begin empty: better not to begin.
     *
     * @throws ScaleException naming a store that this version knows nothing of
     */
    static void refuseStrangers(Set<String> existing, Generation from) {
        Set<String> known =
                Store.all().stream().map(store -> store.changelog(from)).collect(Collectors.toSet());
        List<String> strangers = existing.stream()
                .filter(topic -> Store.isChangelog(topic, from) && !known.contains(topic))
                .sorted()
                .toList();
        if (!strangers.isEmpty()) {
            throw new ScaleException("This version does not know how to carry over " + String.join(", ", strangers)
                    + ": run the one that the services have.");
        }
    }

    private void byKey(Store store) {
        long before = copied;
        String target = store.changelog(to);
        read(store.changelog(from), (partition, key, value) -> {
            if (key != null) {
                put(target, NodePartition.of(key, to.partitions()), key, value);
            }
        });
        records.commit();
        say(store.name(), copied - before);
    }

    private void leases() {
        long before = copied;
        LeaseCarrier carrier = new LeaseCarrier(from.partitions(), to.partitions());
        read(changelog(Names.CLOCK), (partition, key, value) -> carrier.clock(partition, value));
        read(changelog(Names.LEASES), carrier::chunk);
        Map<String, String> targets = Store.all().stream()
                .filter(store -> !store.byKey())
                .collect(Collectors.toMap(Store::name, store -> store.changelog(to)));
        carrier.carry((store, partition, key, value) -> put(targets.get(store), partition, key, value));
        records.commit();
        say("leases", copied - before);
    }

    private void say(String what, long count) {
        if (count > 0) {
            progress.accept("  %-12s %,10d records".formatted(what, count));
        }
    }

    private String changelog(String name) {
        return Store.all().stream()
                .filter(store -> store.name().equals(name))
                .findFirst()
                .orElseThrow()
                .changelog(from);
    }

    private interface Each {
        void take(int partition, byte[] key, byte[] value);
    }

    private void read(String topic, Each each) {
        Map<TopicPartition, Long> ends = kafka.ends(kafka.partitions(List.of(topic)));
        records.read(Map.of(), ends, record -> each.take(record.partition(), record.key(), record.value()));
    }

    private void put(String topic, int partition, byte[] key, byte[] value) {
        records.put(new ProducerRecord<>(topic, partition, key, value));
        copied++;
    }
}
