package dev.pulse.marketplace;

import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators are shown: the {@code operator} block of the configuration.
 *
 * @param every between two samples of Kafka, and two questions to a service; 1 s to 1 min, 5 s where it is left out
 * @param offsets whether Kafka is asked for offsets; true where it is left out. False where this service may describe
 *     neither topics nor groups
 * @param groups groups of readers whose lag is shown; those of the verifier and of the lifecycle stream where it is left
 *     out; 50 at most
 * @param services base addresses by name; 100 in all at most
 */
public record OperatorSettings(
        Duration every, Boolean offsets, List<String> groups, SortedMap<String, List<URI>> services) {
    private static final int MOST_GROUPS = 50;
    private static final int MOST_ADDRESSES = 100;

    /** As it is where nothing is said. */
    static final OperatorSettings DEFAULT = new OperatorSettings(null, null, null, null);

    /** @throws IllegalArgumentException naming the key that can't be so */
    public OperatorSettings {
        every = every == null ? Duration.seconds(5) : every;
        offsets = offsets == null || offsets;
        groups = groups == null ? List.of("pulse-verifier", "pulse-lifecycle") : List.copyOf(groups);
        services = Collections.unmodifiableSortedMap(services == null ? new TreeMap<>() : new TreeMap<>(services));
        if (every.toMilliseconds() < 1_000 || every.toMilliseconds() > 60_000) {
            throw new IllegalArgumentException("operator.every must be 1 s to 1 min, not " + every);
        }
        if (groups.size() > MOST_GROUPS) {
            throw new IllegalArgumentException("operator.groups may name " + MOST_GROUPS + " groups at most");
        }
        int addresses = 0;
        for (Map.Entry<String, List<URI>> service : services.entrySet()) {
            if (!service.getKey().matches("[a-z][a-z-]{0,31}")) {
                throw new IllegalArgumentException("operator.services can't have the name " + service.getKey());
            }
            for (URI address : service.getValue()) {
                if (address == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                    throw new IllegalArgumentException(
                            "operator.services." + service.getKey() + " must be http(s) addresses, not " + address);
                }
                addresses++;
            }
        }
        if (addresses > MOST_ADDRESSES) {
            throw new IllegalArgumentException("operator.services may name " + MOST_ADDRESSES + " addresses at most");
        }
    }
}
