package dev.pulse.ingest.http;

import dev.pulse.ingest.log.Ticker;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** {@code GET /ready}: 200 while Kafka takes this ingest's ticks, otherwise 503. */
@Path("/ready")
@Produces(MediaType.APPLICATION_JSON)
public final class ReadyResource {
    private final Ticker ticker;

    /** A resource that asks this ticker. */
    public ReadyResource(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether heartbeats sent now are likely to be taken. */
    @GET
    public Response ready() {
        boolean ready = ticker.isReady();
        return Response.status(ready ? 200 : 503)
                .entity(Map.of("state", ready ? "ready" : "waiting_for_kafka"))
                .build();
    }
}
