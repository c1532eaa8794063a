package dev.pulse.system.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Kubernetes asks a service. */
public final class Probes {
    private Probes() {}

    /** The paths that one is asked for, whether it has started, lives, and is ready. */
    public static Set<String> paths(String service) {
        Container container =
                Manifests.pods().get(service).getSpec().getContainers().getFirst();
        Set<String> paths = new TreeSet<>();
        Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .map(Probe::getHttpGet)
                .forEach(asked -> paths.add(asked.getPath()));
        return paths;
    }
}
