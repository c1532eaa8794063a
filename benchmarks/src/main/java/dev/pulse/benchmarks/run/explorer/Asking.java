package dev.pulse.benchmarks.run.explorer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an explorer over one connection that is kept. */
public final class Asking implements AutoCloseable {
    private static final Pattern DURATION = Pattern.compile("search;dur=([0-9.]+)");
    private static final Pattern NEXT = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI explorer;

    /**
     * An answer.
     *
     * @param serverMs what the service says that the search took it, milliseconds
     * @param clientMs what it took until the whole answer was here
     * @param body JSON
     */
    public record Reply(double serverMs, double clientMs, String body) {
        /** The cursor of the next page, or null. */
        public String next() {
            Matcher next = NEXT.matcher(body);
            return next.find() ? next.group(1) : null;
        }

        /** How many match, or -1. */
        public long count() {
            Matcher count = COUNT.matcher(body);
            return count.find() ? Long.parseLong(count.group(1)) : -1;
        }
    }

    /** Asks the explorer at this base address. */
    public Asking(URI explorer) {
        this.explorer = explorer;
    }

    /**
     * Makes a search.
     *
     * @param query parameters as they stand in an address
     * @throws IOException when the answer is not 200, with the answer
     */
    public Reply ask(String query) throws IOException, InterruptedException {
        URI address = URI.create(explorer + "/api/v1/nodes" + (query.isEmpty() ? "" : "?" + query));
        long begun = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
        double took = (System.nanoTime() - begun) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IOException(address + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        Matcher duration =
                DURATION.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
        return new Reply(duration.find() ? Double.parseDouble(duration.group(1)) : took, took, answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
