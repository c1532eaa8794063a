package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.devnet.http.Faults.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /}: one JSON-RPC 2.0 request, one answer. */
final class RpcHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RpcHandler.class);
    /** A transaction of the largest size in base64 is 2 MiB. */
    private static final int MAX_BODY = 4 << 20;

    private final RpcMethods methods;
    private final Faults faults;
    private final ObjectMapper json;

    RpcHandler(RpcMethods methods, Faults faults, ObjectMapper json) {
        this.methods = methods;
        this.faults = faults;
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!request.getMethod().equals("POST")) {
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(MAX_BODY + 1);
        }
        if (body.length > MAX_BODY) {
            Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
            return true;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        Fault fault = Fault.NONE;
        int status = HttpStatus.OK_200;
        try {
            JsonNode asked = read(body);
            if (asked.has("id")) {
                answer.set("id", asked.get("id"));
            }
            String method = asked.get("method").asText();
            fault = faults.next(method);
            if (fault == Fault.SLOW) {
                TimeUnit.NANOSECONDS.sleep(faults.delay().toNanos());
            }
            if (fault == Fault.ERROR) {
                throw RpcFault.internal("a fault was asked for");
            }
            JsonNode result = methods.answer(method, asked.path("params"));
            answer.set("result", result == null ? JsonNodeFactory.instance.nullNode() : result);
        } catch (RpcFault e) {
            status = e.status();
            answer.set("error", e.error());
        } catch (IllegalStateException e) {
            LOG.warn("A request failed.", e);
            RpcFault internal = RpcFault.internal(e.getMessage());
            status = internal.status();
            answer.set("error", internal.error());
        }
        switch (fault) {
            case LOST ->
                request.getConnectionMetaData().getConnection().getEndPoint().close();
            case GARBAGE -> write(response, HttpStatus.OK_200, "<html>".getBytes(StandardCharsets.US_ASCII), callback);
            default -> write(response, status, json.writeValueAsBytes(answer), callback);
        }
        return true;
    }

    private JsonNode read(byte[] body) throws RpcFault, IOException {
        JsonNode request;
        try {
            request = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw RpcFault.invalid("the body is no JSON");
        }
        if (request == null || !request.path("method").isTextual()) {
            throw RpcFault.invalid("a request is an object with a method");
        }
        return request;
    }

    private static void write(Response response, int status, byte[] body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
