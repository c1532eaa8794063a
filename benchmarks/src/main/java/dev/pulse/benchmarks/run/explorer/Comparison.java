package dev.pulse.benchmarks.run.explorer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The same grid and the same questions to PostgreSQL, one after another over one connection. */
public final class Comparison {
    private final Grid grid;
    private final Consumer<String> progress;

    /**
     * What it took PostgreSQL.
     *
     * @param asked how many questions it answered in the time it had
     * @param cpuMicros processor time for them
     * @param counts what it counted, -1 for questions that count nothing
     * @param bytes of the table with its indexes
     */
    public record Found(int asked, long cpuMicros, List<Long> counts, long bytes) {
        public Found {
            counts = List.copyOf(counts);
        }
    }

    /** A comparison with this grid. */
    public Comparison(Grid grid, Consumer<String> progress) {
        this.grid = grid;
        this.progress = progress;
    }

    /**
     * Fills a PostgreSQL and asks it.
     *
     * @param warm questions that are asked first and not counted
     * @param seconds after which no further question is asked
     */
    public Found ask(List<Question> warm, List<Question> questions, int seconds) throws IOException, SQLException {
        try (Postgres postgres = Postgres.start();
                Connection connection = postgres.connect()) {
            progress.accept("PostgreSQL: " + grid.nodes() + " rows");
            NodesTable.fill(connection, grid);
            progress.accept("PostgreSQL: indexes");
            NodesTable.index(connection);
            progress.accept("PostgreSQL: questions");
            long quarter = System.nanoTime() + seconds * 250_000_000L;
            for (Question question : warm) {
                if (System.nanoTime() < quarter) {
                    ask(connection, question);
                }
            }
            long deadline = System.nanoTime() + seconds * 1_000_000_000L;
            long before = postgres.cpuMicros();
            List<Long> counts = new ArrayList<>();
            for (Question question : questions) {
                if (System.nanoTime() > deadline) {
                    break;
                }
                counts.add(ask(connection, question));
            }
            return new Found(counts.size(), postgres.cpuMicros() - before, counts, bytes(connection));
        }
    }

    /** What it counted, or -1. */
    private static long ask(Connection connection, Question question) throws SQLException {
        long count = -1;
        for (int i = 0; i < question.sql().size(); i++) {
            try (PreparedStatement statement =
                            connection.prepareStatement(question.sql().get(i));
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (question.counted() && i == 1) {
                        count = rows.getLong(1);
                    }
                }
            }
        }
        return count;
    }

    private static long bytes(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_total_relation_size('nodes')");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
