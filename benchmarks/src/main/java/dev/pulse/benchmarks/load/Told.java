package dev.pulse.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.SortedMap;

/** What the load process tells, one JSON document a line on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "told")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Told.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Told.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = Told.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = Told.Failed.class, name = "failed")
})
public sealed interface Told {
    /**
     * An order other than to send was carried out.
     *
     * @param count how many of what it was about
     * @param seconds how long it took
     * @param detail a word about how
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Done(long count, double seconds, String detail) implements Told {}

    /**
     * Once a second while sending.
     *
     * @param seconds since the beginning
     * @param sent requests so far
     * @param answered answers so far
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Progress(double seconds, long sent, long answered) implements Told {}

    /**
     * Times, microseconds.
     *
     * @param count how many were measured
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Latency(long count, double mean, long p50, long p90, long p99, long p999, long max) {}

    /**
     * One second of a sending.
     *
     * @param second 0 for the first
     * @param answered answers that came in it
     * @param others of those, with a status other than 202 and 204
     * @param broken requests lost in it with their connection, or given up
     * @param p50Us half of the answers took at most so many microseconds
     * @param p99Us 99 of 100
     * @param maxUs the longest
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Second(int second, long answered, long others, long broken, long p50Us, long p99Us, long maxUs) {}

    /**
     * A sending is over.
     *
     * @param sent requests sent
     * @param statuses answers by status
     * @param broken requests lost with their connection, or given up after 30 s
     * @param unsent requests whose time came and for which no connection was free until the end
     * @param seconds from the first request to the last answer
     * @param startedAtMs when it began, unix milliseconds
     * @param latency from the time at which a request was to be sent, or, without a rate, was sent, to its answer
     * @param series second by second
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Sent(
            long sent,
            SortedMap<Integer, Long> statuses,
            long broken,
            long unsent,
            double seconds,
            long startedAtMs,
            Latency latency,
            List<Second> series)
            implements Told {
        /** Answers of 202 or 204. */
        public long accepted() {
            return statuses.getOrDefault(202, 0L) + statuses.getOrDefault(204, 0L);
        }

        /** Accepted requests a second. */
        public double rate() {
            return seconds == 0 ? 0 : accepted() / seconds;
        }
    }

    /** The order could not be carried out. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Failed(String message) implements Told {}
}
