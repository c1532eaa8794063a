package dev.pulse.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.system.Http;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Kubernetes asks a service. */
public final class Probes {
    private Probes() {}

    /** The paths that one is asked for, whether it has started, lives, and is ready. */
    private static Set<String> paths(String service) {
        Container container =
                Manifests.pods().get(service).getSpec().getContainers().getFirst();
        Set<String> paths = new TreeSet<>();
        Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .map(Probe::getHttpGet)
                .forEach(asked -> paths.add(asked.getPath()));
        return paths;
    }

    /** All of them are answered with 200 by a service that runs. */
    public static void assertAnswered(String service, String url) {
        assertThat(paths(service))
                .hasSize(2)
                .allSatisfy(path -> assertThat(Http.send(HttpRequest.newBuilder(URI.create(url + path)))
                                .statusCode())
                        .as(service + path)
                        .isEqualTo(200));
    }
}
