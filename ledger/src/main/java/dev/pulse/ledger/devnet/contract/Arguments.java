package dev.pulse.ledger.devnet.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** A call's arguments, each named in the words of the refusal when it is not what it must be. */
record Arguments(JsonNode all) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int MAX_PAGE = 100;
    private static final int MAX_TEXT = 16_384;
    private static final BigInteger MAX_U128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** A text of at least one character. */
    String text(String name) {
        JsonNode value = all.path(name);
        if (!value.isTextual() || value.asText().isEmpty() || value.asText().length() > MAX_TEXT) {
            throw new ContractPanic(name + " must be a text of 1 to " + MAX_TEXT + " characters");
        }
        return value.asText();
    }

    /** A text, or what stands for it when it is missing. */
    String text(String name, String otherwise) {
        return all.path(name).isMissingNode() || all.path(name).isNull() ? otherwise : text(name);
    }

    /** The name of a farm or of a request: lower-case letters, digits and hyphens. */
    String name(String name) {
        String value = text(name);
        if (!NAME.matcher(value).matches()) {
            throw new ContractPanic(name + " must match " + NAME + ", which \"" + value + "\" does not");
        }
        return value;
    }

    String nodeId(String name) {
        String value = text(name);
        if (!NodeId.isValid(value)) {
            throw new ContractPanic(name + " is no node_id: \"" + value + "\"");
        }
        return value;
    }

    /** An implicit account, text form. */
    String account(String name) {
        String value = text(name);
        if (!Account.isImplicit(value)) {
            throw new ContractPanic(name + " must be an implicit account, 64 lower-case hex digits"
                    + (Account.isNamed(value) ? "; named accounts are for system contracts alone" : ""));
        }
        return value;
    }

    /** An account of either kind. */
    String anyAccount(String name) {
        String value = text(name);
        if (!Account.isImplicit(value) && !Account.isNamed(value)) {
            throw new ContractPanic(name + " is no account: \"" + value + "\"");
        }
        return value;
    }

    /** A whole number. */
    long number(String name, long least, long most) {
        JsonNode value = all.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw new ContractPanic(name + " must be a whole number from " + least + " to " + most);
        }
        return value.asLong();
    }

    /** A whole number of any size as a text of digits, at least 1. */
    BigInteger amount(String name) {
        return amount(name, 1);
    }

    /** The same, at least so much. */
    BigInteger amount(String name, long least) {
        String value = text(name);
        boolean digits = value.length() <= 39 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        BigInteger amount = digits ? new BigInteger(value) : null;
        if (amount == null || amount.compareTo(BigInteger.valueOf(least)) < 0 || amount.compareTo(MAX_U128) > 0) {
            throw new ContractPanic(name + " must be a text of digits, from " + least + " to 2^128 - 1");
        }
        return amount;
    }

    JsonNode object(String name) {
        if (!all.path(name).isObject()) {
            throw new ContractPanic(name + " must be an object");
        }
        return all.get(name);
    }

    /** How many to answer at most: {@code limit}, 100 where it is missing. */
    int limit() {
        return all.path("limit").isMissingNode() ? MAX_PAGE : (int) number("limit", 1, MAX_PAGE);
    }
}
