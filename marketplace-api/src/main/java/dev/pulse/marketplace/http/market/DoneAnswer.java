package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.market.FarmDesk;
import io.swagger.v3.oas.annotations.media.Schema;

/** Something was done to a node. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "It is as it was asked for.")
public record DoneAnswer(
        String nodeId,

        @Schema(description = "Whether it was otherwise before")
        boolean changed,

        @Schema(description = "A sentence for a person") String detail,

        @Schema(description = "Number of the node's last transition")
        long sequence) {
    /**
     * The answer to what was done to a node.
     *
     * @throws Problem when it was not
     */
    public static DoneAnswer of(String nodeId, FarmDesk.Result result) {
        return switch (result) {
            case FarmDesk.Result.Done done -> new DoneAnswer(nodeId, done.changed(), done.detail(), done.sequence());
            case FarmDesk.Result.Refused refused ->
                throw new Problem(status(refused.kind()), refused.code(), refused.detail());
        };
    }

    private static int status(FarmDesk.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNPROVED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case LEDGER_FAILED -> 502;
            case NOT_NOW -> 503;
        };
    }
}
