package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.DeadLettersAnswer;
import dev.pulse.marketplace.answer.DeadLettersAnswer.ReasonAnswer;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.HistoryAnswer;
import dev.pulse.marketplace.answer.HistoryAnswer.SampleAnswer;
import dev.pulse.marketplace.answer.StatsAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.federation.GridStats;
import dev.pulse.marketplace.federation.Peers;
import dev.pulse.marketplace.follow.Progress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.SortedMap;
import java.util.TreeMap;

/** The grid as a whole: counts, the last minutes, what was refused. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Overview")
public final class OverviewResource {
    private static final int DEFAULT_SECONDS = 300;
    private static final int MAX_SECONDS = 900;
    private static final int DEFAULT_NEWEST = 5;
    private static final int MAX_NEWEST = 20;

    private final Explorer explorer;
    private final Letters letters;
    private final Peers peers;

    /** The resource over what the explorer holds, and for the counts what its peers do. */
    public OverviewResource(Explorer explorer, Letters letters, Peers peers) {
        this.explorer = explorer;
        this.letters = letters;
        this.peers = peers;
    }

    /** Counts of one moment. */
    @GET
    @Path("/stats")
    @Operation(operationId = "stats", summary = "Counts by status, region and lifecycle state")
    @ApiResponse(
            responseCode = "200",
            description = "Counts of one moment",
            content = @Content(schema = @Schema(implementation = StatsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: not everything has been read yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "508",
            description = "loop: another explorer's question that has come around",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public StatsAnswer stats(
            @QueryParam("region")
                    @Parameter(
                            description = "* for those of this explorer's peers too",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"*"}))
                    String region,
            @Context HttpHeaders headers) {
        return counts(region, headers.getHeaderString(Peers.HOP));
    }

    /**
     * The same for whoever asks otherwise.
     *
     * @param region null, or {@code *} for peers too
     * @param hop null, or who asks if it is another explorer
     */
    public StatsAnswer counts(String region, String hop) {
        if (region != null && !region.equals("*")) {
            throw Problem.badParameter("region", "must be * here: each region has its counts in the answer.");
        }
        if (peers.loops(hop, region != null)) {
            throw new Problem(508, "loop", "This question came from another explorer, and has come around.");
        }
        String problem = explorer.problem();
        if (problem != null) {
            throw Problem.loading(problem);
        }
        return region == null
                ? explorer.stats().now()
                : new GridStats(peers).all(() -> explorer.stats().now());
    }

    /** The last minutes. */
    @GET
    @Path("/history")
    @Operation(
            operationId = "history",
            summary = "The last minutes, second by second",
            description =
                    "Sums of the region guard's verdicts. The difference of advances between two samples, divided by"
                            + " their distance, is the rate of heartbeats; take only samples that are whole.")
    @ApiResponse(
            responseCode = "200",
            description = "The samples",
            content = @Content(schema = @Schema(implementation = HistoryAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: not everything has been read yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public HistoryAnswer history(
            @QueryParam("seconds")
                    @Parameter(
                            description = "How far back",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "900", defaultValue = "300"))
                    String seconds) {
        int wanted = seconds == null ? DEFAULT_SECONDS : Parameters.integer("seconds", seconds, 1, MAX_SECONDS);
        Progress progress = loaded(explorer.regionsProgress());
        var samples = explorer.regions().history();
        long newest = samples.isEmpty() ? 0 : samples.getLast().at();
        return new HistoryAnswer(
                samples.stream()
                        .filter(sample -> sample.at() > newest - wanted)
                        .map(sample ->
                                new SampleAnswer(sample.at(), sample.online(), sample.advances(), sample.whole()))
                        .toList(),
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    /** What was refused. */
    @GET
    @Path("/dead-letters")
    @Operation(operationId = "deadLetters", summary = "What was refused, by reason, with the newest of each")
    @ApiResponse(
            responseCode = "200",
            description = "All reasons",
            content = @Content(schema = @Schema(implementation = DeadLettersAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: not everything has been read yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DeadLettersAnswer deadLetters(
            @QueryParam("newest")
                    @Parameter(
                            description = "Letters of each reason",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "20", defaultValue = "5"))
                    String newest) {
        int wanted = newest == null ? DEFAULT_NEWEST : Parameters.integer("newest", newest, 0, MAX_NEWEST);
        Progress progress = loaded(explorer.deadLettersProgress());
        SortedMap<String, ReasonAnswer> reasons = new TreeMap<>();
        explorer.deadLetters()
                .snapshot()
                .forEach((reason, known) -> reasons.put(
                        reason.wire(),
                        new ReasonAnswer(
                                known.count(),
                                known.complete(),
                                known.newest().stream()
                                        .limit(wanted)
                                        .map(letters::read)
                                        .toList())));
        return new DeadLettersAnswer(reasons, Answers.seconds(progress.asOf()), progress.lag());
    }

    private Progress loaded(Progress progress) {
        if (!progress.loaded()) {
            throw Problem.loading(explorer.problem());
        }
        return progress;
    }
}
