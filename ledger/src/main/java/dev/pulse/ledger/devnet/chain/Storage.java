package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A sorted map as contracts see it. Keys begin with the name of whose they are. */
public interface Storage {
    /** The value, or null. It must not be changed. */
    JsonNode get(String key);

    /** Sets a value, which must not be changed afterwards. */
    void put(String key, JsonNode value);

    /** Takes a value away, if there is one. */
    void remove(String key);

    /**
     * Keys in order.
     *
     * @param prefix what they begin with
     * @param after only those after this one; the prefix itself for all
     * @param limit at most so many
     */
    List<String> keys(String prefix, String after, int limit);
}
