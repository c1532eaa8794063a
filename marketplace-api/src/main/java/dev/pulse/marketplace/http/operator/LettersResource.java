package dev.pulse.marketplace.http.operator;

import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.follow.ConsumerPool;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.operator.FoundLettersAnswer.FoundLetterAnswer;
import dev.pulse.marketplace.letter.LetterDesk;
import dev.pulse.marketplace.letter.LetterPage;
import dev.pulse.marketplace.letter.LetterQuery;
import dev.pulse.marketplace.letter.LookUp;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Dead letters, looked up where they stand. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
public final class LettersResource {
    private final LetterDesk desk;

    /** The resource over a desk that its caller closes. */
    public LettersResource(LetterDesk desk) {
        this.desk = desk;
    }

    /** Letters that match. */
    @GET
    @Path("/dead-letters/search")
    @Operation(
            operationId = "searchDeadLetters",
            summary = "Search dead letters, newest first",
            description =
                    "Reads the topics themselves, where letters are kept for 30 days. One answer looks at 50000 offsets and"
                            + " takes 3 seconds at most: where complete is false, go on with the cursor.")
    @ApiResponse(
            responseCode = "200",
            description = "The letters",
            content = @Content(schema = @Schema(implementation = FoundLettersAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter, bad_parameter or bad_cursor",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "too_many_searches or dead_letters_unavailable",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public FoundLettersAnswer search(@BeanParam LetterParameters parameters) {
        LetterQuery query = parameters.query();
        List<Long> bounds = parameters.bounds(query);
        int size = parameters.size();
        LetterPage page = asking(() -> desk.search(query, bounds, size));
        if (!page.complete() && page.read() == 0) {
            throw unavailable("Kafka gave nothing to look at within 3 seconds.");
        }
        return new FoundLettersAnswer(
                page.letters().stream().map(FoundLetterAnswer::of).toList(),
                page.bounds() == null ? null : LetterCursor.of(page.bounds(), query),
                page.complete(),
                page.read(),
                Answers.seconds(page.asOf()),
                page.left());
    }

    /** One letter. */
    @GET
    @Path("/dead-letters/{reason}/{partition}/{offset}")
    @Operation(
            operationId = "deadLetter",
            summary = "One dead letter, with the original bytes and what the rules say of them")
    @ApiResponse(
            responseCode = "200",
            description = "The letter",
            content = @Content(schema = @Schema(implementation = LetterAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter or bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_letter: none ever stood there",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "410",
            description = "letter_gone: older than Kafka keeps letters",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "too_many_searches or dead_letters_unavailable",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public LetterAnswer letter(
            @PathParam("reason") @Parameter(description = "Whose topic it stands in") String reason,
            @PathParam("partition") @Parameter(description = "The partition of that topic") String partition,
            @PathParam("offset") @Parameter(description = "Its place there") String offset) {
        String place = reason + "/" + partition + "/" + offset;
        LookUp found = asking(() -> desk.find(
                LetterParameters.reason(reason),
                Parameters.integer("partition", partition, 0, Integer.MAX_VALUE),
                Parameters.number("offset", offset, 0, Long.MAX_VALUE)));
        return switch (found) {
            case LookUp.Found letter -> LetterAnswer.of(letter.letter(), letter.asOf());
            case LookUp.Gone gone ->
                throw new Problem(
                        410,
                        "letter_gone",
                        "The letter " + place + " is older than Kafka keeps them; the oldest there is at "
                                + gone.oldest() + ".");
            case LookUp.Never never -> throw new Problem(404, "unknown_letter", "No letter stands at " + place + ".");
            case LookUp.Late late -> throw unavailable("Kafka did not give the letter within 3 seconds.");
        };
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (ConsumerPool.NoneFreeException e) {
            throw new Problem(
                    503,
                    "too_many_searches",
                    LetterDesk.AT_ONCE + " searches for dead letters are at work already; try again in a moment.");
        } catch (LetterDesk.TooWideException e) {
            throw Problem.badParameter("reason", "is needed, or a node_id. " + e.getMessage());
        } catch (LetterDesk.OtherPartitionsException e) {
            throw LetterCursor.bad();
        } catch (KafkaException e) {
            throw unavailable("Kafka does not give the dead letters: " + e.getMessage());
        }
    }

    private static Problem unavailable(String detail) {
        return new Problem(503, "dead_letters_unavailable", detail);
    }
}
