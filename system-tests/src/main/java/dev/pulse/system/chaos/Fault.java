package dev.pulse.system.chaos;

import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        /** No network between a process and a broker for longer than a session lasts. */
        CUT,
        /** The disk of a broker without a free byte; then room again, and a new start of the broker. */
        FULL,
        /** Nodes that nobody knows, whose clocks are ten minutes off. */
        CLOCKS,
        /** A record that nothing can read, written past the ingest. */
        POISON,
        /** A stop in order, and a start of the other build: an upgrade of one instance, or the way back. */
        ROLL,
        /** One instance more, on nothing; it leaves in order when it has worked for a while. */
        JOIN
    }

    /** The fault that needs a disk of its own. */
    static final String DISK_FULL = "disk-full";

    /** How the names of those begin that need doors. */
    static final String CUTS = "cut-";

    private static final String REGISTRY = "registry";

    /** What a shell says of a process that ended by SIGTERM, and a JVM whose hooks have run. */
    private static final int BY_SIGTERM = 128 + 15;

    /** Every fault that a cluster with doors can have, each with a member of its own. */
    static List<Fault> all(Scene scene) {
        Cluster cluster = scene.cluster();
        List<String> brokers = cluster.brokers();
        List<Fault> all = new ArrayList<>();
        for (Service service : Service.values()) {
            for (String member : cluster.members(service)) {
                String broker = brokers.get(all.size() % brokers.size());
                all.add(new Fault(CUTS + service.command(), List.of(member, broker), Kind.CUT));
                all.add(new Fault("kill-" + service.command(), List.of(member), Kind.KILL));
                all.add(new Fault("pause-" + service.command(), List.of(member), Kind.PAUSE));
                all.add(new Fault("leave-" + service.command(), List.of(member), Kind.LEAVE));
            }
        }
        for (String broker : cluster.brokers()) {
            all.add(new Fault("kill-broker", List.of(broker), Kind.KILL));
            all.add(new Fault("pause-broker", List.of(broker), Kind.PAUSE));
        }
        all.add(new Fault(CUTS + "broker", List.of(brokers.getFirst(), brokers.getLast()), Kind.CUT));
        scene.disk().ifPresent(disk -> all.add(new Fault(DISK_FULL, List.of(brokers.getLast()), Kind.FULL)));
        all.add(new Fault("clocks-off", List.of(), Kind.CLOCKS));
        List<String> everything = new ArrayList<>(cluster.brokers());
        for (Service service : Service.values()) {
            everything.addAll(cluster.members(service));
        }
        all.add(new Fault("restart-all", everything, Kind.KILL));
        all.add(new Fault("registry-away", List.of(REGISTRY), Kind.LEAVE));
        all.add(new Fault("poison", List.of(), Kind.POISON));
        for (Service service : Service.values()) {
            for (String member : cluster.members(service)) {
                all.add(new Fault("roll-" + service.command(), List.of(member), Kind.ROLL));
            }
        }
        for (Service stream : List.of(Service.VERIFIER, Service.LIFECYCLE)) {
            String another = stream.command() + "-" + (cluster.members(stream).size() + 1);
            all.add(new Fault("join-" + stream.command(), List.of(another), Kind.JOIN));
        }
        return all;
    }

    /** Breaks it. */
    void strike(Scene scene) throws InterruptedException {
        Cluster cluster = scene.cluster();
        switch (kind) {
            case KILL -> members.forEach(cluster::kill);
            case PAUSE -> members.forEach(member -> cluster.process(member).pause());
            case LEAVE -> members.forEach(cluster::stop);
            case CUT -> cluster.cut(members.getFirst(), members.getLast());
            case FULL -> scene.disk().orElseThrow().fill();
            case CLOCKS -> scene.strangersArrive();
            case POISON -> poison(cluster, scene.random());
            case ROLL -> roll(scene, members.getFirst());
            case JOIN -> scene.join(members.getFirst());
        }
    }

    /** Puts it right. What was killed starts again on the state that it left. */
    void heal(Scene scene) {
        Cluster cluster = scene.cluster();
        switch (kind) {
            case KILL, LEAVE -> members.forEach(cluster::start);
            case ROLL -> {}
            case JOIN -> members.forEach(member -> stopInOrder(cluster, member));
            case PAUSE -> members.forEach(member -> cluster.process(member).resume());
            case CUT -> cluster.mend();
            case FULL -> {
                scene.disk().orElseThrow().free();
                members.forEach(cluster::kill);
                members.forEach(cluster::start);
            }
            case CLOCKS -> scene.strangersLeave();
            case POISON -> {}
        }
    }

    private static void roll(Scene scene, String member) {
        Cluster cluster = scene.cluster();
        stopInOrder(cluster, member);
        cluster.useBuild(
                member, cluster.isOtherBuild(member) ? null : scene.next().classes());
        cluster.startReady(List.of(member));
    }

    /** One that had to be killed in the end would leave its partitions to the end of its session. */
    private static void stopInOrder(Cluster cluster, String member) {
        cluster.stop(member);
        int status = cluster.process(member).awaitExit(Duration.ZERO);
        if (status != 0 && status != BY_SIGTERM) {
            throw new IllegalStateException(member + " was told to stop and ended with " + status + ":\n"
                    + cluster.process(member).tail());
        }
    }

    /** Whether it lasts as long as a stopped process stays stopped, rather than for a moment. */
    boolean isLong() {
        return kind == Kind.PAUSE || kind == Kind.CUT || kind == Kind.FULL || kind == Kind.CLOCKS;
    }

    /** Whether there is nothing left to put right once it has struck. */
    boolean isOver() {
        return kind == Kind.ROLL;
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
        return members.isEmpty() || members.size() > 2 ? name : name + " (" + String.join(", ", members) + ")";
    }
}
