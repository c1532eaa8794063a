package dev.pulse.system.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code docs/reference/metrics.md} as a machine reads it: a table of families. */
final class MetricsPage {
    private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

    private static final Set<String> SERVICES = Set.of("ingest", "verifier", "lifecycle", "marketplace");

    /**
     * What the page says of a family.
     *
     * @param type as in Prometheus' text format
     * @param labels the names of its labels, but {@code le}
     * @param services those that have it
     * @param sometimes whether it is there only once something happened
     */
    record Entry(String type, Set<String> labels, Set<String> services, boolean sometimes) {}

    private final Map<String, Entry> families = new TreeMap<>();

    MetricsPage() {
        try {
            Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|", -1))
                    .filter(cells -> cells.length >= 6)
                    .forEach(this::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void add(String[] cells) {
        String services = cells[4].strip();
        boolean sometimes = services.endsWith("*");
        String who = services.replace("*", "").strip();
        Entry entry =
                new Entry(cells[2].strip(), words(cells[3]), who.equals("all") ? SERVICES : words(who), sometimes);
        if (families.put(cells[1].strip().replace("`", ""), entry) != null) {
            throw new AssertionError("twice on the page: " + cells[1]);
        }
    }

    private static Set<String> words(String cell) {
        return Arrays.stream(cell.replace("`", "").split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All families by name. */
    Map<String, Entry> families() {
        return families;
    }

    /** Those that a service has. */
    Map<String, Entry> of(String service) {
        Map<String, Entry> its = new TreeMap<>(families);
        its.values().removeIf(entry -> !entry.services().contains(service));
        return its;
    }

    /** The family that a series belongs to, by its name, or null: histograms have three series, counters end in _total. */
    String familyOf(String series) {
        if (families.containsKey(series)) {
            return series;
        }
        for (String suffix : Set.of("_bucket", "_count", "_sum")) {
            if (series.endsWith(suffix)) {
                String family = series.substring(0, series.length() - suffix.length());
                Entry entry = families.get(family);
                if (entry != null && Set.of("histogram", "summary").contains(entry.type())) {
                    return family;
                }
            }
        }
        return null;
    }
}
