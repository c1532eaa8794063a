package dev.pulse.marketplace.http.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.pulse.marketplace.http.market.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests and batches of them apart, and puts their answers together (JSON-RPC 2.0, sections 4 to 6). */
final class RpcDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RpcDesk.class);

    static final int MOST_IN_BATCH = 50;
    private static final int MAX_DEPTH = 16;
    /** From here on, what is left of a batch is not begun. */
    private static final int MANY_BYTES = 4 * 1024 * 1024;

    private static final Duration LONG = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // An id goes back as it came.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final RpcMethods methods;
    private final LongSupplier nanos;

    /** @param nanos a clock that never goes back */
    RpcDesk(RpcMethods methods, LongSupplier nanos) {
        this.methods = methods;
        this.nanos = nanos;
    }

    /** The answer to a body; empty where it held notifications only. */
    Optional<byte[]> answer(byte[] body) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Bodies.utf8(body));
        } catch (JsonProcessingException e) {
            return Optional.of(fault(
                    NullNode.instance,
                    new RpcFault(RpcFault.PARSE_ERROR, "not_json", "The body is no JSON: " + e.getOriginalMessage())));
        } catch (CharacterCodingException e) {
            return Optional.of(
                    fault(NullNode.instance, new RpcFault(RpcFault.PARSE_ERROR, "not_json", Bodies.NOT_UTF_8)));
        } catch (NumberFormatException e) {
            // Jackson lets those of BigDecimal through: an exponent of more digits than an int has.
            return Optional.of(fault(
                    NullNode.instance,
                    new RpcFault(RpcFault.PARSE_ERROR, "not_json", "A number in the body has too large an exponent.")));
        }
        if (json.isMissingNode()) {
            return Optional.of(
                    fault(NullNode.instance, new RpcFault(RpcFault.PARSE_ERROR, "not_json", "The body is empty.")));
        }
        return json.isArray() ? batch(json) : Optional.ofNullable(single(json));
    }

    private Optional<byte[]> batch(JsonNode requests) throws IOException {
        if (requests.isEmpty() || requests.size() > MOST_IN_BATCH) {
            return Optional.of(
                    fault(NullNode.instance, RpcFault.request("A batch has 1 to " + MOST_IN_BATCH + " requests.")));
        }
        long deadline = nanos.getAsLong() + LONG.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode request : requests) {
            boolean enough = all.size() > MANY_BYTES || nanos.getAsLong() - deadline > 0;
            byte[] answer = enough && request.has("id") ? left(request) : single(request);
            if (answer != null) {
                all.write(all.size() == 0 ? '[' : ',');
                all.writeBytes(answer);
            }
        }
        if (all.size() == 0) {
            return Optional.empty();
        }
        all.write(']');
        return Optional.of(all.toByteArray());
    }

    private static byte[] left(JsonNode request) throws IOException {
        return fault(
                isId(request.get("id")) ? request.get("id") : NullNode.instance,
                new RpcFault(
                        RpcFault.BATCH_TOO_LONG,
                        "batch_too_long",
                        "The answers before this one took 5 seconds or have 4 MiB: ask for it in another batch."));
    }

    /** Null for a notification. */
    private byte[] single(JsonNode request) throws IOException {
        JsonNode id = NullNode.instance;
        try {
            if (!request.isObject()) {
                throw RpcFault.request("A request is an object.");
            }
            if (request.has("id") && !isId(request.get("id"))) {
                throw RpcFault.request("The id must be a text, a number or null.");
            }
            id = request.has("id") ? request.get("id") : NullNode.instance;
            check(request);
            if (!request.has("id")) {
                // Nothing that can be called changes anything.
                return null;
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("jsonrpc", "2.0");
            answer.put("result", methods.call(request.get("method").asText(), request.get("params")));
            answer.put("id", id);
            return JSON.writeValueAsBytes(answer);
        } catch (RpcFault e) {
            return fault(id, e);
        } catch (RuntimeException e) {
            LOG.error("a call failed", e);
            return fault(
                    id,
                    new RpcFault(
                            RpcFault.INTERNAL_ERROR,
                            "internal",
                            "Something failed inside; the log of this service says what."));
        }
    }

    private static void check(JsonNode request) throws RpcFault {
        if (!"2.0".equals(request.path("jsonrpc").textValue())) {
            throw RpcFault.request("The field jsonrpc must be \"2.0\".");
        }
        if (!request.path("method").isTextual()) {
            throw RpcFault.request("The field method must be a text.");
        }
        if (request.has("params") && !request.get("params").isContainerNode()) {
            throw RpcFault.request("The field params, where there is one, must be an object or an array.");
        }
    }

    private static boolean isId(JsonNode id) {
        return id.isTextual() || id.isNumber() || id.isNull();
    }

    /** A fault as its answer. */
    static byte[] fault(JsonNode id, RpcFault fault) throws IOException {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", fault.code());
        error.put("message", fault.getMessage());
        error.put("data", Map.of("error", fault.reason()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("error", error);
        answer.put("id", id);
        return JSON.writeValueAsBytes(answer);
    }
}
