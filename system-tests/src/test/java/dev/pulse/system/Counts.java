package dev.pulse.system;

import com.fasterxml.jackson.databind.JsonNode;

/** What came into topics between two counts. */
record Counts(JsonNode before, JsonNode after) {
    long more(String topic) {
        return records(after, topic) - records(before, topic);
    }

    static long records(JsonNode topics, String topic) {
        return topics.path("pulse." + topic).path("records").asLong();
    }
}
