package dev.pulse.agent.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** A fleet's summary for people (a table) and for programs (JSON). */
public final class FleetReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** Statuses that always have a column; others get one where they occurred. */
    private static final List<Integer> STATUSES = List.of(202, 400, 413, 415, 429, 503);

    private FleetReport() {}

    /**
     * The summary as JSON: {@code nodes}, {@code nodes_acknowledged}, {@code killed}, {@code elapsed_ms}, {@code accepted}
     * (good heartbeats acknowledged, each once), and for each of {@code kinds}, each way of {@code malformed} and the
     * {@code total} the numbers of {@link KindSummary} with {@code answers} by status.
     */
    public static String json(FleetSummary summary) {
        ObjectNode root = JSON.createObjectNode();
        root.put("nodes", summary.nodes());
        root.put("nodes_acknowledged", summary.nodesAcknowledged());
        root.put("elapsed_ms", summary.elapsed().toMillis());
        root.put("accepted", summary.of(Kind.GOOD).acknowledged());
        root.put("in_flight", summary.inFlight());
        summary.killed().forEach(root.putArray("killed")::add);
        ObjectNode kinds = root.putObject("kinds");
        summary.kinds().forEach((kind, counts) -> write(kinds.putObject(kind.wire()), counts));
        ObjectNode malformed = root.putObject("malformed");
        summary.malformed().forEach((way, counts) -> write(malformed.putObject(way.wire()), counts));
        write(root.putObject("total"), summary.total());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** The summary as a table of fixed-width columns, for a terminal. */
    public static String table(FleetSummary summary) {
        SortedSet<Integer> statuses = new TreeSet<>(STATUSES);
        statuses.addAll(summary.total().answers().keySet());
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("kind", "heartbeats", "posts", "retries"));
        statuses.forEach(status -> head.add(Integer.toString(status)));
        head.addAll(List.of("timeout", "error", "acknowledged", "refused", "given up", "open"));
        rows.add(head);
        summary.kinds().forEach((kind, counts) -> {
            rows.add(row(kind.wire(), counts, statuses));
            if (kind == Kind.MALFORMED && counts.heartbeats() > 0) {
                summary.malformed().forEach((way, part) -> rows.add(row("  " + way.wire(), part, statuses)));
            }
        });
        rows.add(row("total", summary.total(), statuses));
        StringBuilder out = new StringBuilder();
        double seconds = Math.max(1, summary.elapsed().toMillis()) / 1000.0;
        out.append(String.format(
                Locale.ROOT,
                "%d nodes, %d of them acknowledged, in %.1f s: %.0f heartbeats/s acknowledged%n",
                summary.nodes(),
                summary.nodesAcknowledged(),
                seconds,
                summary.total().acknowledged() / seconds));
        append(out, rows);
        if (!summary.killed().isEmpty()) {
            out.append(summary.killed().size())
                    .append(" nodes stopped for good: ")
                    .append(String.join(" ", summary.killed()))
                    .append(System.lineSeparator());
        }
        return out.toString();
    }

    private static List<String> row(String name, KindSummary counts, SortedSet<Integer> statuses) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        number(cells, counts.heartbeats(), counts.posts(), counts.retries());
        statuses.forEach(status -> number(cells, counts.answered(status)));
        number(
                cells,
                counts.timeouts(),
                counts.errors(),
                counts.acknowledged(),
                counts.refused(),
                counts.givenUp(),
                counts.open());
        return cells;
    }

    private static void number(List<String> cells, long... values) {
        for (long value : values) {
            cells.add(value == 0 ? "-" : Long.toString(value));
        }
    }

    private static void append(StringBuilder out, List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                out.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
            }
            out.append(System.lineSeparator());
        }
    }

    private static void write(ObjectNode into, KindSummary counts) {
        into.put("heartbeats", counts.heartbeats());
        into.put("posts", counts.posts());
        into.put("retries", counts.retries());
        into.put("acknowledged", counts.acknowledged());
        into.put("refused", counts.refused());
        into.put("given_up", counts.givenUp());
        into.put("open", counts.open());
        into.put("timeouts", counts.timeouts());
        into.put("errors", counts.errors());
        ObjectNode answers = into.putObject("answers");
        counts.answers().forEach((status, count) -> answers.put(Integer.toString(status), count));
    }
}
