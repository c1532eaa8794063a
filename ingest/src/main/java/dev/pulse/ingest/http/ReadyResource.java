package dev.pulse.ingest.http;

import dev.pulse.ingest.log.Ticker;
import dev.pulse.schemas.about.About;
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
    private final About about;

    /** A resource that asks this ticker. */
    public ReadyResource(Ticker ticker, About about) {
        this.ticker = ticker;
        this.about = about;
    }

    /** Whether heartbeats sent now are likely to be taken, and which build this is. */
    @GET
    public Response ready() {
        boolean ready = ticker.isReady();
        Map<String, Object> answer = about.fields();
        answer.put("state", ready ? "ready" : "waiting_for_kafka");
        return Response.status(ready ? 200 : 503).entity(answer).build();
    }
}
