package dev.pulse.marketplace.http.market;

import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.market.MarketSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What nodes and people need to know of this marketplace before they deal with it. */
@Path("/v1/market")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Market")
public final class MarketResource {
    private final MarketAnswer answer;

    /**
     * The resource of a marketplace with these settings.
     *
     * @param operator its account on the ledger, or null where that is not asked
     */
    public MarketResource(MarketSettings settings, Account operator) {
        answer = new MarketAnswer(
                settings.name(),
                settings.audience(),
                settings.verification().wire(),
                settings.ingest() == null ? null : settings.ingest().toString(),
                operator == null ? null : operator.hex());
    }

    /** What it is. */
    @GET
    @Operation(operationId = "market", summary = "What this marketplace is")
    @ApiResponse(
            responseCode = "200",
            description = "Its name, network and how it checks",
            content = @Content(schema = @Schema(implementation = MarketAnswer.class)))
    public MarketAnswer market() {
        return answer;
    }
}
