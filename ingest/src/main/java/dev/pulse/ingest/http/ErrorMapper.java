package dev.pulse.ingest.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives what Jersey refuses the error form of the whole project. */
public final class ErrorMapper implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException refused) {
        Response response = refused.getResponse();
        Map<String, String> body = new LinkedHashMap<>();
        switch (response.getStatus()) {
            case 404 -> {
                body.put("error", "not_found");
                body.put("detail", "There is nothing here; GET / lists what there is.");
            }
            case 405 -> {
                body.put("error", "method_not_allowed");
                body.put("detail", "This resource does not take that method.");
            }
            case 406 -> {
                body.put("error", "not_acceptable");
                body.put("detail", "The answers are application/json.");
            }
            default -> {
                body.put("error", "http_" + response.getStatus());
                body.put("detail", response.getStatusInfo().getReasonPhrase());
            }
        }
        // The headers stay: a 405 says what is allowed.
        return Response.fromResponse(response)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
