package dev.pulse.marketplace.http.history;

import dev.pulse.domain.history.Timeline;
import dev.pulse.domain.history.Unit;
import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.history.History;
import dev.pulse.marketplace.http.NodesResource;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.history.UptimeAnswer.SpanAnswer;
import dev.pulse.marketplace.index.uptime.DayMarks;
import dev.pulse.schemas.NodeEvent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;

/** What became of a node. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class HistoryResource {
    private static final String WHOLE = "30d";
    /** The longest window by the hour, in days: 744 spans. */
    private static final int MOST_BY_HOUR = 31;

    private static final int MAX_SIZE = 500;
    private static final int DEFAULT_SIZE = 50;

    private final Explorer explorer;
    private final History history;
    private final InstantSource clock;

    /** The resource over what is kept. */
    public HistoryResource(Explorer explorer, History history, InstantSource clock) {
        this.explorer = explorer;
        this.history = history;
        this.clock = clock;
    }

    /** A node's uptime by the hour or day. */
    @GET
    @Path("/{id}/uptime")
    @Operation(
            operationId = "uptime",
            summary = "Uptime by hour or day",
            description = "How much of the observed time a node was online, from what its transitions say its counters"
                    + " stood at. What was observed between two of them is spread evenly over the time between them.")
    @ApiResponse(
            responseCode = "200",
            description = "The uptime",
            content = @Content(schema = @Schema(implementation = UptimeAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: not everything has been read yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public UptimeAnswer uptime(
            @PathParam("id") @Parameter(description = "Node id") String id,
            @QueryParam("by")
                    @Parameter(
                            description = "What it is cut into",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"hour", "day"},
                                            defaultValue = "day"))
                    String by,
            @QueryParam("window")
                    @Parameter(
                            description = "How far back: hours or days, 1h to 90d; 31d at most by the hour",
                            schema = @Schema(type = "string", pattern = "^[1-9][0-9]{0,3}[hd]$", defaultValue = WHOLE))
                    String window) {
        NodesResource.checkForm(id);
        Unit unit = by == null ? Unit.DAY : Parameters.word("by", by, List.of(Unit.values()));
        long ms = Window.ms(window == null ? WHOLE : window, unit == Unit.HOUR ? MOST_BY_HOUR : DayMarks.DAYS);
        Progress transitions = loaded(history.progress(), "Reading the transitions of the last 90 days.");
        Progress nodes = loaded(explorer.nodesProgress(), explorer.problem());
        if (explorer.index().find(id).isEmpty()) {
            throw Problem.unknownNode(id);
        }
        Timeline timeline = history.timeline(id);
        long until = clock.instant().getEpochSecond() * 1_000;
        long from = until - ms;
        Uptime all = timeline.uptime(from, until);
        int flaps = timeline.flaps(from, until);
        return new UptimeAnswer(
                id,
                Answers.word(unit),
                from / 1_000,
                until / 1_000,
                all.onlineMs(),
                all.observedMs(),
                Answers.percent(all),
                flaps,
                perDay(flaps, all),
                timeline.spans(unit, from, until).stream()
                        .map(span -> new SpanAnswer(
                                span.from() / 1_000,
                                span.until() / 1_000,
                                span.uptime().onlineMs(),
                                span.uptime().observedMs(),
                                Answers.percent(span.uptime())))
                        .toList(),
                timeline.complete(from),
                Answers.seconds(transitions.asOf().isBefore(nodes.asOf()) ? transitions.asOf() : nodes.asOf()),
                transitions.lag() + nodes.lag());
    }

    private static Double perDay(int flaps, Uptime all) {
        return all.observedMs() == 0
                ? null
                : (Double) (Math.round(100.0 * flaps * Unit.DAY.ms() / all.observedMs()) / 100.0);
    }

    /** A node's transitions. */
    @GET
    @Path("/{id}/transitions")
    @Operation(
            operationId = "transitions",
            summary = "Transitions",
            description = "Those of the last 90 days, and the one before them; of one node the newest 10,000 at most.")
    @ApiResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = TransitionsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter, bad_parameter or bad_cursor",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: not everything has been read yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public TransitionsAnswer transitions(
            @PathParam("id") @Parameter(description = "Node id") String id,
            @QueryParam("since")
                    @Parameter(
                            description = "Only those at this time or later, unix seconds",
                            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
                    String since,
            @QueryParam("size")
                    @Parameter(
                            description = "Transitions on the page at most",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String size,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before, with the same since")
                    String cursor) {
        NodesResource.checkForm(id);
        long oldest = since == null ? 0 : Parameters.number("since", since, 0, Long.MAX_VALUE / 1_000);
        int most = size == null ? DEFAULT_SIZE : Parameters.integer("size", size, 1, MAX_SIZE);
        long before = cursor == null ? Long.MAX_VALUE : TransitionCursor.sequence(cursor, id, oldest);
        Progress progress = loaded(history.progress(), "Reading the transitions of the last 90 days.");
        List<NodeEvent> found = history.transitions(id, before, oldest * 1_000, most + 1);
        if (found.isEmpty() && explorer.index().find(id).isEmpty()) {
            throw Problem.unknownNode(id);
        }
        List<NodeEvent> page = found.subList(0, Math.min(most, found.size()));
        return new TransitionsAnswer(
                page.stream().map(Answers::transition).toList(),
                found.size() > most
                        ? TransitionCursor.of(id, oldest, page.getLast().getSequence())
                        : null,
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    private static Progress loaded(Progress progress, String otherwise) {
        if (!progress.loaded()) {
            throw Problem.loading(otherwise);
        }
        return progress;
    }
}
