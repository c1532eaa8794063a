package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.CellCounter;
import dev.pulse.marketplace.index.search.CellCounter.Box;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Where nodes are. */
@Path("/v1/cells")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class CellsResource {
    /** Sides of cells, in degrees. */
    private static final List<String> SIZES = List.of("1", "2", "5", "10");

    private static final String FORM = "west,south,east,north";

    private final Explorer explorer;

    /** Over what the explorer holds. */
    public CellsResource(Explorer explorer) {
        this.explorer = explorer;
    }

    /** Counts by cell. */
    @GET
    @Operation(
            operationId = "cells",
            summary = "Nodes on the map",
            description =
                    "How many of the nodes that meet all conditions, those of a search, are in each cell of the map, by"
                            + " status. Cells that touch the bbox are given whole; those without a node are left out.")
    @ApiResponse(
            responseCode = "200",
            description = "The cells",
            content = @Content(schema = @Schema(implementation = CellsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: the index is not complete yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public CellsAnswer cells(
            @BeanParam NodeQuery nodes,
            @BeanParam CapacityQuery capacity,
            @BeanParam OfferQuery offer,
            @QueryParam("size")
                    @Parameter(
                            description = "Degrees of a cell's side",
                            schema =
                                    @Schema(
                                            type = "integer",
                                            allowableValues = {"1", "2", "5", "10"},
                                            defaultValue = "5"))
                    String size,
            @QueryParam("bbox")
                    @Parameter(
                            description = FORM
                                    + ": this part of the map alone, in degrees with up to 6 decimals; a west that is"
                                    + " more than the east is across the antimeridian")
                    String bbox) {
        if (nodes.everywhere()) {
            throw Problem.badParameter("region", "can't be * here: a map is of this explorer's own nodes.");
        }
        Conditions conditions = new Conditions();
        nodes.into(conditions);
        capacity.into(conditions);
        offer.into(conditions);
        int side = side(size);
        Box box = box(bbox);
        Progress progress = Pages.loaded(explorer);
        CellCounter.Found found = explorer.index().cells(new NodeFilter(conditions.all()), side, box);
        return new CellsAnswer(
                side,
                found.areas().stream()
                        .map(area -> new CellsAnswer.CellAnswer(
                                area.corner().north(),
                                area.corner().east(),
                                area.online(),
                                area.unknown(),
                                area.offline()))
                        .toList(),
                found.placed(),
                found.unplaced(),
                found.complete(),
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    private static int side(String size) {
        if (size == null) {
            return 5;
        }
        if (!SIZES.contains(size)) {
            throw Problem.badParameter(
                    "size",
                    "must be one of " + String.join(", ", SIZES) + ", not " + ParameterGuard.shortened(size) + ".");
        }
        return Integer.parseInt(size);
    }

    private static Box box(String bbox) {
        if (bbox == null) {
            return Box.GLOBE;
        }
        List<String> parts = Parameters.parts("bbox", bbox, FORM);
        int south = (int) Parameters.scaled("bbox", parts.get(1), -90, 90, 6);
        int north = (int) Parameters.scaled("bbox", parts.get(3), -90, 90, 6);
        if (south > north) {
            throw Problem.badParameter("bbox", "must not have its south above its north.");
        }
        return new Box(
                (int) Parameters.scaled("bbox", parts.get(0), -180, 180, 6),
                south,
                (int) Parameters.scaled("bbox", parts.get(2), -180, 180, 6),
                north);
    }
}
