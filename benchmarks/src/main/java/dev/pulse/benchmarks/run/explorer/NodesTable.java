package dev.pulse.benchmarks.run.explorer;

import dev.pulse.domain.heartbeat.Location;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeField.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The grid as a table of PostgreSQL: a column for each field of the explorer, and the indexes that somebody would make who wants
 * all of these searches fast. A B-tree on each field that is searched or sorted by, with the node id behind it; GIN for fields with
 * several values and for parts of names; GiST for places.
 */
final class NodesTable {
    private static final List<NodeField> FIELDS = Arrays.stream(NodeField.values())
            .filter(field -> field.kind() != Kind.DISTANCE)
            .toList();
    private static final int CHUNK = 1 << 16;

    private NodesTable() {}

    /** Makes it, with all nodes in their first states. */
    static void fill(Connection connection, Grid grid) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm");
            statement.execute("CREATE UNLOGGED TABLE nodes (" + columns() + ")");
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY nodes FROM STDIN");
        StringBuilder lines = new StringBuilder(CHUNK + CHUNK / 8);
        for (int node = 0; node < grid.nodes(); node++) {
            line(Entries.of(grid.state(node, 0, grid.begun())).orElseThrow(), lines);
            if (lines.length() >= CHUNK) {
                write(copy, lines);
            }
        }
        write(copy, lines);
        copy.endCopy();
    }

    private static void write(CopyIn copy, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    /** Makes the indexes, and has it count its values. */
    static void index(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE nodes ADD PRIMARY KEY (node_id)");
            for (NodeField field : FIELDS) {
                String name = field.wire();
                switch (field.kind()) {
                    case WORDS -> statement.execute("CREATE INDEX ON nodes USING gin (" + name + ")");
                    case NAME, WORD, NUMBER -> {
                        if (field != NodeField.NODE_ID) {
                            statement.execute("CREATE INDEX ON nodes (" + name + ", node_id)");
                        }
                    }
                    default -> throw new IllegalStateException(field + " has no index");
                }
            }
            for (String index : List.of(
                    "(account)",
                    "(mycelium_ip)",
                    "(has_gpu)",
                    "(rentable)",
                    "(rented)",
                    "USING gin (city gin_trgm_ops)",
                    "USING gist (point(lon, lat))")) {
                statement.execute("CREATE INDEX ON nodes " + index);
            }
            statement.execute("VACUUM ANALYZE nodes");
        }
    }

    private static String columns() {
        List<String> all = new ArrayList<>();
        for (NodeField field : FIELDS) {
            all.add(field.wire()
                    + switch (field.kind()) {
                        case NUMBER -> " bigint";
                        case WORDS -> " text[]";
                        default -> " text";
                    });
        }
        all.addAll(List.of(
                "account text",
                "mycelium_ip text",
                "lat double precision",
                "lon double precision",
                "has_gpu boolean",
                "rentable boolean",
                "rented boolean",
                "online_ms bigint",
                "observed_ms bigint",
                "last_timestamp bigint",
                "listing_id text"));
        return String.join(", ", all);
    }

    private static void line(NodeEntry node, StringBuilder line) {
        for (NodeField field : FIELDS) {
            switch (field.kind()) {
                case NUMBER -> {
                    long number = field.number(node);
                    line.append(
                            number == field.unsaid()
                                    ? "\\N"
                                    : Long.toString(field == NodeField.PRICE ? number ^ Long.MIN_VALUE : number));
                }
                case WORDS ->
                    line.append(field.words(node).stream()
                            .map(word -> '"' + word.toLowerCase(Locale.ROOT) + '"')
                            .collect(Collectors.joining(",", "{", "}")));
                default ->
                    line.append(field.words(node).stream()
                            .findFirst()
                            .map(field::spelled)
                            .orElse("\\N"));
            }
            line.append('\t');
        }
        Location at = node.location();
        line.append(node.account().hex()).append('\t').append(node.myceliumIp()).append('\t');
        line.append(at.latitudeE6() / 1e6)
                .append('\t')
                .append(at.longitudeE6() / 1e6)
                .append('\t');
        line.append(node.gpuCount() > 0)
                .append('\t')
                .append(node.rentable())
                .append('\t')
                .append(node.rented());
        line.append('\t').append(node.onlineMs()).append('\t').append(node.observedMs());
        line.append('\t').append(node.lastTimestamp()).append('\t');
        line.append(
                node.terms() == null || node.terms().offer() == null
                        ? "\\N"
                        : node.terms().offer().listingId());
        line.append('\n');
    }
}
