package dev.pulse.benchmarks.run.explorer;

import java.util.List;

/**
 * A search, as the explorer is asked it and as PostgreSQL is.
 *
 * @param kind what class of searches it is of
 * @param query the parameters
 * @param sql the statements that answer the same; the page first
 * @param counted whether the second statement is the count
 */
public record Question(String kind, String query, List<String> sql, boolean counted) {
    public Question {
        sql = List.copyOf(sql);
    }
}
