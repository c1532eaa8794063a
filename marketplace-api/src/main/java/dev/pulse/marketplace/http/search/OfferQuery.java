package dev.pulse.marketplace.http.search;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Trait;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** Whose nodes are, and what for. Their fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class OfferQuery {
    @QueryParam("rentable")
    @Parameter(
            description =
                    "Whether slices can be rented now: online, on offer, not in maintenance, not all of them held",
            schema = @Schema(type = "boolean"))
    private String rentable;

    @QueryParam("rented")
    @Parameter(description = "Whether somebody holds slices", schema = @Schema(type = "boolean"))
    private String rented;

    @QueryParam("rented_by")
    @Parameter(
            description = "Accounts that hold slices, 64 lower-case hex digits; any of these; may be repeated",
            explode = Explode.TRUE)
    private List<String> rentedBy;

    @QueryParam("owned_by")
    @Parameter(
            description = "The farmers' accounts, 64 lower-case hex digits; any of these; may be repeated",
            explode = Explode.TRUE)
    private List<String> ownedBy;

    @QueryParam("farm_id")
    @Parameter(
            description = "The farm, which is its name on the ledger; any of these; may be repeated",
            explode = Explode.TRUE)
    private List<String> farmId;

    @QueryParam("farm_id_contains")
    @Parameter(description = "What is in the name of the farm, whatever its case")
    private String farmIdContains;

    @QueryParam("template")
    @Parameter(description = "The pricing template; any of these; may be repeated", explode = Explode.TRUE)
    private List<String> template;

    @QueryParam("price_min")
    @Parameter(
            description = "SPORE for a slice and hour, at least; up to 2^64 - 1",
            schema = @Schema(type = "integer", minimum = "0"))
    private String priceMin;

    @QueryParam("price_max")
    @Parameter(
            description = "SPORE for a slice and hour, at most; up to 2^64 - 1",
            schema = @Schema(type = "integer", minimum = "0"))
    private String priceMax;

    /** What they ask for. */
    void into(Conditions conditions) {
        conditions.is(Trait.RENTABLE, "rentable", rentable);
        conditions.is(Trait.RENTED, "rented", rented);
        conditions.anyOf(NodeField.RENTED_BY, Parameters.accounts("rented_by", rentedBy));
        conditions.anyOf(NodeField.OWNED_BY, Parameters.accounts("owned_by", ownedBy));
        conditions.texts(NodeField.FARM_ID, farmId);
        conditions.contains(NodeField.FARM_ID, farmIdContains);
        conditions.texts(NodeField.TEMPLATE, template);
        if (priceMin != null || priceMax != null) {
            // As the index has prices: 2^63 less than they are.
            conditions.between(
                    NodeField.PRICE,
                    priceMin == null ? Long.MIN_VALUE : Parameters.unsigned("price_min", priceMin) ^ Long.MIN_VALUE,
                    priceMax == null ? Long.MAX_VALUE : Parameters.unsigned("price_max", priceMax) ^ Long.MIN_VALUE);
        }
    }
}
