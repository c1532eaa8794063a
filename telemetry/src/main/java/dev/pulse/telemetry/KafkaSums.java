package dev.pulse.telemetry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Sums of what Kafka's clients measure of themselves. A client has hundreds of metrics, under the names of threads, tasks
 * and nodes that come and go; what an operator asks is asked of all of them together, and has a name that stays.
 */
public final class KafkaSums {
    private final Telemetry telemetry;
    private final Supplier<? extends Map<MetricName, ? extends Metric>> source;

    /** @param source the metrics as they are now, of as many clients as there are; empty while there are none */
    public KafkaSums(Telemetry telemetry, Supplier<? extends Map<MetricName, ? extends Metric>> source) {
        this.telemetry = telemetry;
        this.source = source;
    }

    /**
     * Which of Kafka's metrics.
     *
     * @param group its group, for example {@code producer-metrics}
     * @param name its name there
     * @param tag the tag whose values become the one label's; empty for a sum over all
     * @param which those to leave in
     */
    public record Of(String group, String name, String tag, Predicate<MetricName> which) {
        /** Over all clients; what a client says of single topics is left out, since it is in what it says of all. */
        public static Of all(String group, String name) {
            return new Of(group, name, "", metric -> !metric.tags().containsKey("topic"));
        }

        /** By the values of a tag. */
        public static Of by(String tag, String group, String name) {
            return new Of(group, name, tag, any -> true);
        }

        /** Only of the clients whose id ends so. */
        public Of ofClients(String suffix) {
            return new Of(group, name, tag, which.and(metric -> client(metric).endsWith(suffix)));
        }

        /** Of all but the clients whose id ends so. */
        public Of notOfClients(String suffix) {
            return new Of(group, name, tag, which.and(metric -> !client(metric).endsWith(suffix)));
        }

        private static String client(MetricName metric) {
            return metric.tags().getOrDefault("client-id", "");
        }

        private boolean has(MetricName metric) {
            return metric.name().equals(name)
                    && metric.group().equals(group)
                    && (tag.isEmpty() || metric.tags().containsKey(tag))
                    && which.test(metric);
        }
    }

    /** A gauge: the sum. */
    public void sum(String name, String help, String label, Of of) {
        telemetry.rows(name, help, labels(label), rows -> tell(rows, of, Double::sum));
    }

    /** A gauge: the largest. */
    public void max(String name, String help, String label, Of of) {
        telemetry.rows(name, help, labels(label), rows -> tell(rows, of, Math::max));
    }

    /** A counter: the sum of counts. */
    public void count(String name, String help, String label, Of of) {
        telemetry.counts(name, help, labels(label), rows -> tell(rows, of, Double::sum));
    }

    private static List<String> labels(String label) {
        return label.isEmpty() ? List.of() : List.of(label);
    }

    private void tell(Telemetry.Rows rows, Of of, DoubleBinaryOperator fold) {
        Map<String, Double> folded = new TreeMap<>();
        source.get().forEach((name, metric) -> {
            if (of.has(name)
                    && metric.metricValue() instanceof Number number
                    && Double.isFinite(number.doubleValue())) {
                String key = of.tag().isEmpty() ? "" : name.tags().get(of.tag());
                folded.merge(key, number.doubleValue(), fold::applyAsDouble);
            }
        });
        // Kafka says everything of a topic twice where its name has a point: under an older spelling, too.
        List.copyOf(folded.keySet()).stream()
                .filter(key -> key.indexOf('.') >= 0)
                .forEach(key -> folded.remove(key.replace('.', '_')));
        folded.forEach((key, value) -> {
            if (of.tag().isEmpty()) {
                rows.row(value);
            } else {
                rows.row(value, key);
            }
        });
    }
}
