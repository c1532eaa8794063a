package dev.pulse.system.watch;

import dev.pulse.system.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service answers to Prometheus, by families. */
final class Scrape {
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A family: its type, and the labels of its series. */
    record Family(String type, Set<String> labels) {}

    private final Map<String, Family> families = new TreeMap<>();
    private final Set<String> values = new TreeSet<>();

    /** The scrape of a service at an address. */
    static Scrape of(String service) {
        HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(URI.create(service + "/admin/metrics")));
        if (answer.statusCode() != 200) {
            throw new AssertionError(service + " answers " + answer.statusCode() + " " + answer.body());
        }
        return new Scrape(answer.body());
    }

    Scrape(String text) {
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                family = words[2];
                families.put(family, new Family(words[3], new TreeSet<>()));
            } else if (!line.startsWith("#")) {
                series(family, line);
            }
        }
    }

    private void series(String family, String line) {
        Matcher series = SERIES.matcher(line);
        if (!series.matches() || !series.group(1).startsWith(family)) {
            throw new AssertionError("no series of " + family + ": " + line);
        }
        Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
        while (label.find()) {
            if (!label.group(1).equals("le")) {
                families.get(family).labels().add(label.group(1));
            }
            values.add(label.group(2));
        }
    }

    Map<String, Family> families() {
        return families;
    }

    /** Every value of every label. */
    Set<String> values() {
        return values;
    }
}
