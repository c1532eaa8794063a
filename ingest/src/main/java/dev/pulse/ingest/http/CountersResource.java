package dev.pulse.ingest.http;

import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.log.Ticker;
import dev.pulse.ingest.take.Counters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /v1/counters}: how many heartbeats came to which end since the process started, exactly. */
@Path("/v1/counters")
@Produces(MediaType.APPLICATION_JSON)
public final class CountersResource {
    private final Counters counters;
    private final RawLog log;
    private final Ticker ticker;

    /** A resource that reads these. */
    public CountersResource(Counters counters, RawLog log, Ticker ticker) {
        this.counters = counters;
        this.log = log;
        this.ticker = ticker;
    }

    /** The counts by name, what is in flight now, and the periods with and without ticks. */
    @GET
    public Map<String, Long> counters() {
        Map<String, Long> all = new LinkedHashMap<>(counters.snapshot());
        all.put("in_flight", (long) log.inFlight());
        all.put("ticks_written", ticker.written());
        all.put("ticks_withheld", ticker.withheld());
        return all;
    }
}
