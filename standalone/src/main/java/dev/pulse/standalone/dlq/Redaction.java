package dev.pulse.standalone.dlq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What of a heartbeat may be shown to whoever happens to see a terminal or a ticket: what is known to say nothing of a
 * person or a place. A field that is not on the list is hidden, so one that a newer node sends is too.
 */
final class Redaction {
    /** What stands in the place of what is hidden. */
    static final String HIDDEN = "(hidden)";

    private static final Set<String> SHOWN = Set.of(
            "node_id",
            "node_account",
            "timestamp",
            "version",
            "uptime_s",
            "running_vms",
            "capacity",
            "gpus",
            "region",
            "audience");

    private final ObjectMapper mapper = new ObjectMapper();

    /** The document with the values of all fields hidden that are not on the list; all of it where it is no object. */
    String payload(String text) {
        if (text == null) {
            return HIDDEN;
        }
        try {
            JsonNode read = mapper.readTree(text);
            if (!(read instanceof ObjectNode document)) {
                return HIDDEN;
            }
            List<String> names = new ArrayList<>();
            document.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> !SHOWN.contains(name))
                    .forEach(name -> document.set(name, TextNode.valueOf(HIDDEN)));
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException noJson) {
            return HIDDEN;
        }
    }
}
