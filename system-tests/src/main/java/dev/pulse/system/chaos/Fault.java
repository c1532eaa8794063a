package dev.pulse.system.chaos;

import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Something that goes wrong, and how it is put right again.
 *
 * @param name what it is called on the command line and in reports, for example {@code kill-verifier}
 * @param members whom it strikes
 * @param kind how
 */
record Fault(String name, List<String> members, Kind kind) {
    /** How a fault strikes. */
    enum Kind {
        /** {@code kill -9}, and a new start a little later. */
        KILL,
        /** SIGSTOP for longer than a session lasts, then SIGCONT. */
        PAUSE,
        /** A stop in order, and a new start: a rebalance twice. */
        LEAVE,
        /** A record that nothing can read, written past the ingest. */
        POISON
    }

    private static final String REGISTRY = "registry";

    /** Every fault that this cluster can have, each with a member of its own. */
    static List<Fault> all(Cluster cluster) {
        List<Fault> all = new ArrayList<>();
        for (Service service : Service.values()) {
            for (String member : cluster.members(service)) {
                all.add(new Fault("kill-" + service.command(), List.of(member), Kind.KILL));
                all.add(new Fault("pause-" + service.command(), List.of(member), Kind.PAUSE));
                all.add(new Fault("leave-" + service.command(), List.of(member), Kind.LEAVE));
            }
        }
        for (String broker : cluster.brokers()) {
            all.add(new Fault("kill-broker", List.of(broker), Kind.KILL));
            all.add(new Fault("pause-broker", List.of(broker), Kind.PAUSE));
        }
        List<String> everything = new ArrayList<>(cluster.brokers());
        for (Service service : Service.values()) {
            everything.addAll(cluster.members(service));
        }
        all.add(new Fault("restart-all", everything, Kind.KILL));
        all.add(new Fault("registry-away", List.of(REGISTRY), Kind.LEAVE));
        all.add(new Fault("poison", List.of(), Kind.POISON));
        return all;
    }

    /** Breaks it. */
    void strike(Cluster cluster, RandomGenerator random) {
        switch (kind) {
            case KILL -> members.forEach(cluster::kill);
            case PAUSE -> members.forEach(member -> cluster.process(member).pause());
            case LEAVE -> members.forEach(cluster::stop);
            case POISON -> poison(cluster, random);
        }
    }

    /** Puts it right. What was killed starts again on the state that it left. */
    void heal(Cluster cluster) {
        switch (kind) {
            case KILL, LEAVE -> members.forEach(cluster::start);
            case PAUSE -> members.forEach(member -> cluster.process(member).resume());
            case POISON -> {}
        }
    }

    /** How many records it writes past the ingest. */
    int strays() {
        return kind == Kind.POISON ? 1 : 0;
    }

    private static void poison(Cluster cluster, RandomGenerator random) {
        Properties properties = cluster.kafka().clientProperties();
        byte[] garbage = new byte[random.nextInt(1, 400)];
        random.nextBytes(garbage);
        // No schema id that the registry could know: it is garbage to whoever reads it.
        garbage[0] = (byte) 0x7f;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.RAW.name(),
                            ("node-" + random.nextInt(100)).getBytes(StandardCharsets.UTF_8),
                            garbage))
                    .get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the poison could not be written", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public String toString() {
        return members.size() == 1 ? name + " (" + members.getFirst() + ")" : name;
    }
}
