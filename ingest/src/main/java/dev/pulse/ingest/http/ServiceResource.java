package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Intake;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /}: what this is, for whoever comes by. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class ServiceResource {
    private final Map<String, Object> about = new LinkedHashMap<>();

    /** What this ingest says about itself; the interval is in seconds. */
    public ServiceResource(String name, String region, String audience, double intervalS) {
        about.put("service", "pulse-ingest");
        about.put("name", name);
        about.put("region", region);
        about.put("audience", audience);
        about.put("interval_s", intervalS);
        about.put("max_heartbeat_bytes", Intake.MAX_BYTES);
        about.put("max_batch_bytes", BatchReader.MAX_BYTES);
        about.put("max_batch_lines", BatchReader.MAX_LINES);
        about.put(
                "resources",
                List.of(
                        "POST " + HeartbeatHandler.SINGLE,
                        "POST " + HeartbeatHandler.BATCH,
                        "GET /ready",
                        "GET /v1/counters"));
    }

    /** Its name, its limits and its resources. */
    @GET
    public Map<String, Object> about() {
        return about;
    }
}
