package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.ErrorAnswer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure in the one form of errors. What went wrong inside stays in the log. */
public final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
    private static final String RETRY_SECONDS = "1";

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof Problem problem) {
            return answer(problem.status(), problem.answer());
        }
        if (failure instanceof WebApplicationException refused) {
            int status = refused.getResponse().getStatus();
            return answer(status, refusal(status));
        }
        LOG.error("a request failed", failure);
        return answer(500, new ErrorAnswer("internal", "Something failed inside; the log of this service says what."));
    }

    private static Response answer(int status, Object answer) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(answer);
        if (status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (status == 413 || status == 415) {
            // The body is not read to its end, so this connection has no next request (RFC 9112, section 9.6).
            response.header("Connection", "close");
        }
        return response.build();
    }

    private static ErrorAnswer refusal(int status) {
        return switch (status) {
            case 404 ->
                new ErrorAnswer("not_found", "There is nothing at this address; /api/docs lists what there is.");
            case 405 ->
                new ErrorAnswer(
                        "method_not_allowed",
                        "This address does not take this method; /api/docs lists those that it takes.");
            case 415 -> new ErrorAnswer("unsupported_media_type", "This address takes application/json only.");
            case 406 -> new ErrorAnswer("not_acceptable", "This address answers application/json only.");
            default -> new ErrorAnswer("bad_request", "The request cannot be answered: HTTP " + status + ".");
        };
    }
}
