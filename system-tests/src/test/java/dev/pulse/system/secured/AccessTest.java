package dev.pulse.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.topology.LeaseTables;
import dev.pulse.lifecycle.topology.LifecycleSettings;
import dev.pulse.lifecycle.topology.LifecycleTopology;
import dev.pulse.lifecycle.topology.Tallies;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.verifier.crypto.SignatureProvider;
import dev.pulse.verifier.prove.VerdictCounters;
import dev.pulse.verifier.prove.VerifierSettings;
import dev.pulse.verifier.prove.VerifierTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.junit.jupiter.api.Test;

/** The list of rights is what the topologies read and write, no less and no more. */
class AccessTest {
    @Test
    void the_verifier_may_read_and_write_what_its_topology_does() {
        Topology topology = new VerifierTopology(
                        VerifierSettings.of("devnet"),
                        SignatureProvider.AUTO.load(why -> {}),
                        new SingleObjectRecordSerdes(),
                        new VerdictCounters(new SimpleMeterRegistry()))
                .build(Generation.first(4));
        assertThat(may(Actor.VERIFIER, AclOperation.READ)).isEqualTo(read(topology));
        assertThat(may(Actor.VERIFIER, AclOperation.WRITE)).isEqualTo(written(topology));
    }

    @Test
    void so_may_the_lifecycle_stream() {
        Topology topology = new LifecycleTopology(
                        LifecycleSettings.of(60_000),
                        new SingleObjectRecordSerdes(),
                        new LifecycleCounters(new SimpleMeterRegistry()),
                        new Tallies(),
                        new LeaseTables())
                .build(Generation.first(4));
        assertThat(may(Actor.LIFECYCLE, AclOperation.READ)).isEqualTo(read(topology));
        assertThat(may(Actor.LIFECYCLE, AclOperation.WRITE)).isEqualTo(written(topology));
    }

    @Test
    void each_fact_has_one_writer() {
        Topics.all()
                .forEach(topic -> assertThat(Set.of(Actor.values()).stream()
                                .filter(actor -> may(actor, AclOperation.WRITE).contains(topic.name())))
                        .as(topic.name())
                        .hasSize(
                                // What became of a command is said by whom it was for; poison by whoever finds it; what
                                // was refused wrongly comes from the replayer once more.
                                topic.equals(Topics.OUTCOMES)
                                                || topic.equals(Topics.RAW)
                                                || topic.name().endsWith(".poison")
                                        ? 2
                                        : 1));
    }

    private static Set<String> may(Actor actor, AclOperation operation) {
        return Access.of(actor).stream()
                .filter(grant -> grant.operations().contains(operation))
                .map(grant -> grant.resource())
                .filter(thing -> thing.resourceType() == ResourceType.TOPIC)
                .map(thing -> thing.name())
                .filter(name ->
                        Topics.all().stream().anyMatch(topic -> topic.name().equals(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> read(Topology topology) {
        return topology.describe().subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(Source.class::isInstance)
                .flatMap(node -> ((Source) node).topicSet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> written(Topology topology) {
        return topology.describe().subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(Sink.class::isInstance)
                .map((Node node) -> ((Sink) node).topic())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
