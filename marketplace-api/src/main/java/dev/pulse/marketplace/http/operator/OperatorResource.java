package dev.pulse.marketplace.http.operator;

import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.http.operator.ServicesAnswer.KafkaAnswer;
import dev.pulse.marketplace.http.operator.ServicesAnswer.ServiceAnswer;
import dev.pulse.marketplace.service.ServiceWatch;
import dev.pulse.marketplace.traffic.Sampler;
import dev.pulse.schemas.about.About;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** How the grid's own parts do: partitions, readers, services. Nothing is asked for a question; all of it is known. */
@Path("/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
public final class OperatorResource {
    private final Explorer explorer;
    private final Sampler sampler;
    private final ServiceWatch services;
    private final About about;
    private final InstantSource clock;

    /** The resource over what its caller starts and ends. */
    public OperatorResource(
            Explorer explorer, Sampler sampler, ServiceWatch services, About about, InstantSource clock) {
        this.explorer = explorer;
        this.sampler = sampler;
        this.services = services;
        this.about = about;
        this.clock = clock;
    }

    /** Partitions. */
    @GET
    @Path("/partitions")
    @Operation(
            operationId = "partitions",
            summary = "Rate and lag of each partition of the path",
            description =
                    "From samples that are taken in the background. Rates count offsets: records, and in topics that are"
                            + " written in transactions the markers of these too.")
    @ApiResponse(
            responseCode = "200",
            description = "All topics",
            content = @Content(schema = @Schema(implementation = PartitionsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public PartitionsAnswer partitions() {
        return PartitionsAnswer.of(sampler, explorer.progress());
    }

    /** Refusals over time. */
    @GET
    @Path("/rejections")
    @Operation(operationId = "rejections", summary = "Dead letters by reason over the last quarter of an hour")
    @ApiResponse(
            responseCode = "200",
            description = "The samples",
            content = @Content(schema = @Schema(implementation = RejectionsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public RejectionsAnswer rejections() {
        return RejectionsAnswer.of(sampler);
    }

    /** Services. */
    @GET
    @Path("/services")
    @Operation(operationId = "services", summary = "Services, registry and Kafka: whether they are up, and which build")
    @ApiResponse(
            responseCode = "200",
            description = "All that this explorer was told of",
            content = @Content(schema = @Schema(implementation = ServicesAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ServicesAnswer services() {
        long now = clock.instant().getEpochSecond();
        List<ServiceAnswer> all = Stream.concat(
                        Stream.of(ServiceAnswer.self(about, explorer.staleness(), now)),
                        services.services().stream().map(ServiceAnswer::of))
                .toList();
        return new ServicesAnswer(all, KafkaAnswer.of(sampler), sampler.every().toSeconds());
    }
}
