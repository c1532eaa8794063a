package dev.pulse.streams;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams.State;

/** {@code GET /ready}: 200 while the topology runs, 503 while it starts, restores or has given up. */
@Path("/ready")
@Produces(MediaType.APPLICATION_JSON)
public final class ReadyResource {
    private final TopologyRunner runner;

    public ReadyResource(TopologyRunner runner) {
        this.runner = runner;
    }

    /** The state by the name that Kafka Streams gives it, in lower case, and the name in the group. */
    @GET
    public Response ready() {
        State state = runner.state();
        return Response.status(state == State.RUNNING ? 200 : 503)
                .entity(Map.of("state", state.name().toLowerCase(Locale.ROOT), "instance", runner.instance()))
                .build();
    }
}
