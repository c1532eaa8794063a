package dev.pulse.ingest.take;

import dev.pulse.domain.json.Malformed;
import dev.pulse.telemetry.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many heartbeats came to which end since this process started. Each heartbeat, alone or in a batch, is counted
 * once, just before it is answered. The same numbers are the metric {@code pulse_ingest_heartbeats_total}.
 */
public final class Counters {
    /** Ends that are no {@link Outcome}, since there was no heartbeat to judge. */
    public enum NotRead {
        /** A content type or a content encoding that is not taken: 415. */
        UNSUPPORTED_MEDIA_TYPE,
        /** The body did not come in time: 408. */
        BODY_TOO_SLOW,
        /** The request broke off or was no HTTP. */
        BROKEN_REQUEST
    }

    private final MeterRegistry metrics;
    private final Map<String, Counter> byName = new LinkedHashMap<>();
    private final Counter accepted;
    private final Counter legacy;
    private final Map<Malformed.Code, Counter> malformedBy = new EnumMap<>(Malformed.Code.class);
    private final Counter tooLarge;
    private final Map<Outcome.Whose, Counter> tooFast = new EnumMap<>(Outcome.Whose.class);
    private final Map<Outcome.Why, Counter> unavailable = new EnumMap<>(Outcome.Why.class);
    private final Map<NotRead, Counter> notRead = new EnumMap<>(NotRead.class);
    private final Latency acknowledged;

    /** All at zero, and registered. */
    public Counters(MeterRegistry metrics) {
        this.metrics = metrics;
        accepted = counter("accepted", "accepted", "none");
        legacy = Counter.builder("pulse.ingest.accepted.legacy")
                .description("Accepted heartbeats that were not signed.")
                .register(metrics);
        byName.put("accepted_legacy", legacy);
        for (Malformed.Code code : Malformed.Code.values()) {
            malformedBy.put(code, counter("malformed_" + code.wire(), "malformed", code.wire()));
        }
        tooLarge = counter("too_large", "too_large", "none");
        for (Outcome.Whose whose : Outcome.Whose.values()) {
            tooFast.put(whose, counter("too_fast_" + lower(whose), "too_fast", lower(whose)));
        }
        for (Outcome.Why why : Outcome.Why.values()) {
            unavailable.put(why, counter("unavailable_" + lower(why), "unavailable", lower(why)));
        }
        for (NotRead end : NotRead.values()) {
            notRead.put(end, counter(lower(end), "not_read", lower(end)));
        }
        acknowledged = new Latency(
                metrics,
                "pulse.ingest.acknowledgement",
                "From taking a heartbeat to Kafka's acknowledgement of it by all replicas.");
    }

    private Counter counter(String name, String outcome, String reason) {
        Counter counter = Counter.builder("pulse.ingest.heartbeats")
                .description("Heartbeats by what they were answered, and why.")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(metrics);
        byName.put(name, counter);
        return counter;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Counts an outcome. */
    public void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted ok -> accepted.increment();
            case Outcome.Refused refused ->
                malformedBy.get(refused.why().code()).increment();
            case Outcome.TooLarge large -> tooLarge.increment();
            case Outcome.TooFast fast -> tooFast.get(fast.whose()).increment();
            case Outcome.Unavailable away -> unavailable.get(away.why()).increment();
        }
    }

    /** Counts an accepted heartbeat as a legacy one too. */
    void countLegacy() {
        legacy.increment();
    }

    /** Notes how long Kafka took to acknowledge a heartbeat. */
    void acknowledgedAfter(long milliseconds) {
        acknowledged.record(milliseconds);
    }

    /** Counts a request whose heartbeat was never read. */
    public void count(NotRead end) {
        notRead.get(end).increment();
    }

    /** All counts by name; {@code malformed} is the sum over its reasons. */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new LinkedHashMap<>();
        byName.forEach((name, counter) -> all.put(name, (long) counter.count()));
        all.put(
                "malformed",
                malformedBy.values().stream()
                        .mapToLong(counter -> (long) counter.count())
                        .sum());
        return all;
    }
}
