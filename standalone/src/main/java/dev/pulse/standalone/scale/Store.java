package dev.pulse.standalone.scale;

import dev.pulse.lifecycle.topology.Names;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.verifier.prove.VerifierTopology;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store whose changelog is carried over.
 *
 * @param application whose it is, by the name in the first generation
 * @param name its name
 * @param byKey whether each record belongs where its key does; the two of the lifecycle stream that don't go through its
 *     {@link dev.pulse.lifecycle.carry.LeaseCarrier}
 */
record Store(String application, String name, boolean byKey) {
    /** The applications that have stores. */
    static final List<String> APPLICATIONS = List.of(Access.VERIFIER_APPLICATION, Access.LIFECYCLE_APPLICATION);

    /** All of them. */
    static List<Store> all() {
        return Stream.of(
                        Stream.of(new Store(Access.VERIFIER_APPLICATION, VerifierTopology.BINDINGS, true)),
                        Names.BY_KEY.stream().map(name -> new Store(Access.LIFECYCLE_APPLICATION, name, true)),
                        Stream.of(Names.LEASES, Names.CLOCK)
                                .map(name -> new Store(Access.LIFECYCLE_APPLICATION, name, false)))
                .flatMap(stores -> stores)
                .toList();
    }

    /** What its changelog is called. */
    String changelog(Generation generation) {
        return generation.application(application) + "-" + name + "-changelog";
    }

    /** Whether that is what a changelog of a generation's applications is called. */
    static boolean isChangelog(String topic, Generation generation) {
        return APPLICATIONS.stream()
                .map(generation::application)
                .anyMatch(application -> topic.endsWith("-changelog")
                        && topic.startsWith(application + "-")
                        && !topic.substring(application.length()).matches("-g[0-9]+-.*"));
    }
}
