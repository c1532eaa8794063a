package dev.pulse.ledger.devnet.contract;

import static dev.pulse.ledger.devnet.contract.Table.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.devnet.chain.Contract.Call;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.util.regex.Pattern;

/**
 * What an account keeps for itself, part of the marketplace's contract: short texts under names. Everybody reads them, and
 * nobody else writes them.
 */
final class Notes {
    private static final Table ALL = new Table("market/note/");
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9/-]{0,127}");

    JsonNode get(Arguments given, Storage storage) {
        return of(given.anyAccount("account_id")).get(storage, key(given));
    }

    JsonNode page(Arguments given, Storage storage) {
        Table notes = of(given.anyAccount("account_id"));
        return notes.page(storage, given, notes);
    }

    /** Without a value, the note goes. */
    JsonNode put(Arguments given, Call call) {
        String key = key(given);
        String value = given.text("value", null);
        Table notes = of(call.caller());
        if (value == null) {
            notes.remove(call.storage(), key);
            return null;
        }
        ObjectNode note = JSON.objectNode().put("key", key).put("value", value).put("at", call.at());
        notes.put(call.storage(), key, note);
        return note;
    }

    private static Table of(String account) {
        return ALL.of(account);
    }

    private static String key(Arguments given) {
        String key = given.text("key");
        if (!KEY.matcher(key).matches()) {
            throw new ContractPanic("key must match " + KEY + ", which \"" + key + "\" does not");
        }
        return key;
    }
}
