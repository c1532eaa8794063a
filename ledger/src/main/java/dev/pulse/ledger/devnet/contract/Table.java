package dev.pulse.ledger.devnet.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.util.List;
import java.util.Locale;

/**
 * A contract's records of one kind, by their name.
 *
 * @param prefix what their keys begin with, a slash at its end
 */
record Table(String prefix) {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    JsonNode get(Storage storage, String name) {
        return storage.get(prefix + name);
    }

    boolean has(Storage storage, String name) {
        return get(storage, name) != null;
    }

    /** A copy to be changed and put back. */
    ObjectNode need(Storage storage, String name, String what) {
        JsonNode found = get(storage, name);
        if (found == null) {
            throw new ContractPanic("there is no " + what + " " + name);
        }
        return found.deepCopy();
    }

    void put(Storage storage, String name, JsonNode value) {
        storage.put(prefix + name, value);
    }

    void remove(Storage storage, String name) {
        storage.remove(prefix + name);
    }

    /** Names in order, after one of them; the empty text for the first ones. */
    List<String> names(Storage storage, String after, int limit) {
        return storage.keys(prefix, prefix + after, limit).stream()
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** The next number of a kind, as a text that sorts as the numbers do. */
    String next(Storage storage, String kind) {
        JsonNode last = get(storage, kind);
        long number = last == null ? 1 : last.asLong() + 1;
        put(storage, kind, JSON.numberNode(number));
        return kind + "-" + String.format(Locale.ROOT, "%012d", number);
    }

    /** The part of these records whose names begin with a name and a slash. */
    Table of(String name) {
        return new Table(prefix + name + "/");
    }

    /**
     * A page of records: {@code {items, next}}, next being what to ask for after it, null at the end.
     *
     * @param records where the records are, by the names that are found here
     */
    ObjectNode page(Storage storage, Arguments arguments, Table records) {
        int limit = arguments.limit();
        List<String> names = names(storage, arguments.text("after", ""), limit + 1);
        ObjectNode page = JSON.objectNode();
        ArrayNode items = page.putArray("items");
        names.stream().limit(limit).forEach(name -> items.add(records.get(storage, name)));
        page.put("next", names.size() > limit ? names.get(limit - 1) : null);
        return page;
    }
}
