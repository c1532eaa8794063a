package dev.pulse.ingest.take;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.pulse.domain.json.Malformed;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many heartbeats came to which end since this process started. Each heartbeat, alone or in a batch, is counted
 * once, just before it is answered. The same numbers are metrics named {@code ingest.heartbeats.<name>}.
 */
public final class Counters {
    private static final String PREFIX = "ingest.heartbeats.";

    /** Ends that are no {@link Outcome}, since there was no heartbeat to judge. */
    public enum NotRead {
        /** A content type or a content encoding that is not taken: 415. */
        UNSUPPORTED_MEDIA_TYPE,
        /** The body did not come in time: 408. */
        BODY_TOO_SLOW,
        /** The request broke off or was no HTTP. */
        BROKEN_REQUEST
    }

    private final Map<String, Counter> byName = new LinkedHashMap<>();
    private final Counter accepted;
    private final Counter legacy;
    private final Counter malformed;
    private final Map<Malformed.Code, Counter> malformedBy = new EnumMap<>(Malformed.Code.class);
    private final Counter tooLarge;
    private final Map<Outcome.Whose, Counter> tooFast = new EnumMap<>(Outcome.Whose.class);
    private final Map<Outcome.Why, Counter> unavailable = new EnumMap<>(Outcome.Why.class);
    private final Map<NotRead, Counter> notRead = new EnumMap<>(NotRead.class);

    /** All at zero, and registered. */
    public Counters(MetricRegistry metrics) {
        accepted = counter(metrics, "accepted");
        legacy = counter(metrics, "accepted_legacy");
        malformed = counter(metrics, "malformed");
        for (Malformed.Code code : Malformed.Code.values()) {
            malformedBy.put(code, counter(metrics, "malformed_" + code.wire()));
        }
        tooLarge = counter(metrics, "too_large");
        for (Outcome.Whose whose : Outcome.Whose.values()) {
            tooFast.put(whose, counter(metrics, "too_fast_" + lower(whose)));
        }
        for (Outcome.Why why : Outcome.Why.values()) {
            unavailable.put(why, counter(metrics, "unavailable_" + lower(why)));
        }
        for (NotRead end : NotRead.values()) {
            notRead.put(end, counter(metrics, lower(end)));
        }
    }

    private Counter counter(MetricRegistry metrics, String name) {
        Counter counter = metrics.counter(PREFIX + name);
        byName.put(name, counter);
        return counter;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Counts an outcome. */
    public void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted ok -> accepted.inc();
            case Outcome.Refused refused -> {
                malformed.inc();
                malformedBy.get(refused.why().code()).inc();
            }
            case Outcome.TooLarge large -> tooLarge.inc();
            case Outcome.TooFast fast -> tooFast.get(fast.whose()).inc();
            case Outcome.Unavailable away -> unavailable.get(away.why()).inc();
        }
    }

    /** Counts an accepted heartbeat as a legacy one too. */
    void countLegacy() {
        legacy.inc();
    }

    /** Counts a request whose heartbeat was never read. */
    public void count(NotRead end) {
        notRead.get(end).inc();
    }

    /** All counts by name. */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new LinkedHashMap<>();
        byName.forEach((name, counter) -> all.put(name, counter.getCount()));
        return all;
    }
}
