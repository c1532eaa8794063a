package dev.pulse.marketplace.http.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a call as those of a query: by name, and each as text. */
final class RpcParameters {
    /** Beyond this, an exponent makes more digits than any number that is taken. */
    private static final int MOST_SCALE = 30;

    private RpcParameters() {}

    /**
     * By name.
     *
     * @param params an object, an array, or null
     * @param positions what those of an array are called; for {@code null} among them, an object that holds more of them
     */
    static Map<String, List<String>> read(JsonNode params, List<String> positions) throws RpcFault {
        Map<String, List<String>> given = new LinkedHashMap<>();
        if (params == null) {
            return given;
        }
        if (params.isObject()) {
            named(params, given);
            return given;
        }
        if (params.size() > positions.size()) {
            throw RpcFault.parameter(
                    "number " + (positions.size() + 1), "is one too many: this method takes " + positions.size() + ".");
        }
        for (int i = 0; i < params.size(); i++) {
            JsonNode value = params.get(i);
            if (positions.get(i).isEmpty()) {
                if (!value.isObject() && !value.isNull()) {
                    throw RpcFault.parameter("number " + (i + 1), "must be an object of filters, or null.");
                }
                named(value, given);
            } else {
                put(positions.get(i), value, given);
            }
        }
        return given;
    }

    private static void named(JsonNode object, Map<String, List<String>> given) throws RpcFault {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            put(field.getKey(), field.getValue(), given);
        }
    }

    /** Null is as if it had not been given. */
    private static void put(String name, JsonNode value, Map<String, List<String>> given) throws RpcFault {
        if (value.isNull()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            for (JsonNode each : value) {
                texts.add(text(name, each));
            }
        } else {
            texts.add(text(name, value));
        }
        if (texts.isEmpty()) {
            throw RpcFault.parameter(name, "must have one value at least.");
        }
        if (given.put(name, texts) != null) {
            throw RpcFault.parameter(name, "is given twice.");
        }
    }

    private static String text(String name, JsonNode value) throws RpcFault {
        if (value.isTextual() || value.isBoolean() || value.isIntegralNumber()) {
            return value.asText();
        }
        if (value.isNumber()) {
            boolean plain = Math.abs((long) value.decimalValue().scale()) <= MOST_SCALE;
            return plain ? value.decimalValue().toPlainString() : value.asText();
        }
        throw RpcFault.parameter(name, "must be a text, a number, true or false, or an array of those.");
    }
}
