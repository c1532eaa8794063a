package dev.pulse.streams;

import dev.pulse.schemas.about.About;
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
    private final About about;

    /** @param about the service that runs it */
    public ReadyResource(TopologyRunner runner, About about) {
        this.runner = runner;
        this.about = about;
    }

    /** The state by the name that Kafka Streams gives it, in lower case, the name in the group, and the build. */
    @GET
    public Response ready() {
        State state = runner.state();
        Map<String, Object> answer = about.fields();
        answer.put("state", state.name().toLowerCase(Locale.ROOT));
        answer.put("instance", runner.instance());
        return Response.status(state == State.RUNNING ? 200 : 503)
                .entity(answer)
                .build();
    }
}
