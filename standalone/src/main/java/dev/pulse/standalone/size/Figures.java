package dev.pulse.standalone.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measured figures, by {@code benchmark.figure}: those of {@code benchmarks/results}, which this build was made with.
 *
 * @param values each in the unit that its benchmark recorded it in
 */
public record Figures(Map<String, Double> values) {
    private static final String[] BENCHMARKS = {
        "pipeline", "recovery", "detection", "explorer", "connections", "storage"
    };

    public Figures {
        values = Map.copyOf(values);
    }

    /** Those that were recorded. */
    public static Figures recorded() {
        ObjectMapper json = new ObjectMapper();
        Map<String, Double> all = new TreeMap<>();
        for (String benchmark : BENCHMARKS) {
            try (InputStream file = Figures.class.getResourceAsStream(benchmark + ".json")) {
                if (file == null) {
                    throw new IllegalStateException("this build has no results of the benchmark " + benchmark);
                }
                JsonNode figures = json.readTree(file).path("figures");
                figures.fieldNames()
                        .forEachRemaining(name -> all.put(
                                benchmark + "." + name,
                                figures.path(name).path("value").asDouble()));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("the results of the benchmark " + benchmark, unreadable);
            }
        }
        return new Figures(all);
    }

    /**
     * One of them.
     *
     * @throws IllegalStateException where it was not measured
     */
    public double of(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("nobody has measured " + name);
        }
        return value;
    }

    /** Where one comes from, with its value: {@code pipeline.cpu_us_ingest_1m = 25.5}. */
    String cite(String name) {
        double value = of(name);
        return name + " = " + Quantity.digits(value);
    }
}
