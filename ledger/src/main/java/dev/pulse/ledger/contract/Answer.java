package dev.pulse.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A contract's answer, read field by field: one that is not what it should be is as bad as none. */
record Answer(String what, JsonNode json) {
    /** How one kind of record is read. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Answer answer) throws Unreachable;
    }

    boolean isNull() {
        return json == null || json.isNull() || json.isMissingNode();
    }

    String text(String name) throws Unreachable {
        return need(name, field(name).isTextual()).asText();
    }

    Account account(String name) throws Unreachable {
        return new Account(need(name, Account.isImplicit(field(name).asText())).asText());
    }

    long number(String name) throws Unreachable {
        return need(name, field(name).isIntegralNumber() && field(name).canConvertToLong())
                .asLong();
    }

    int small(String name) throws Unreachable {
        return need(name, field(name).isIntegralNumber() && field(name).canConvertToInt())
                .asInt();
    }

    /** A text of digits, 0 to 2^64 - 1, as an unsigned long. */
    long unsigned(String name) throws Unreachable {
        try {
            return Long.parseUnsignedLong(text(name));
        } catch (NumberFormatException e) {
            throw new Unreachable("The ledger's answer to " + what + " has no proper " + name + ".", e);
        }
    }

    boolean flag(String name) throws Unreachable {
        return need(name, field(name).isBoolean()).asBoolean();
    }

    /** A text of digits. */
    static BigInteger amount(String what, JsonNode text) throws Unreachable {
        try {
            return new BigInteger(text.asText());
        } catch (NumberFormatException e) {
            throw new Unreachable("The ledger's answer to " + what + " is no amount: " + text, e);
        }
    }

    Answer object(String name) throws Unreachable {
        return new Answer(what, need(name, field(name).isObject()));
    }

    JsonNode field(String name) {
        return json.path(name);
    }

    <T> Page<T> page(Reader<T> reader) throws Unreachable {
        List<T> items = new ArrayList<>();
        for (JsonNode item : need("items", field("items").isArray())) {
            items.add(reader.read(new Answer(what, item)));
        }
        return new Page<>(items, field("next").isTextual() ? field("next").asText() : null);
    }

    private JsonNode need(String name, boolean right) throws Unreachable {
        if (!right) {
            throw new Unreachable("The ledger's answer to " + what + " has no proper " + name + ".", null);
        }
        return field(name);
    }
}
