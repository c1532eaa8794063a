package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;

/** A transaction that is not carried out at all, in NEAR's words: its {@code InvalidTxError}. */
public final class InvalidTransaction extends Exception {
    private static final long serialVersionUID = 1;
    private final transient JsonNode error;

    InvalidTransaction(JsonNode error) {
        super(error.toString());
        this.error = error;
    }

    /** A text or an object with one field: the name of the cause, and its particulars. */
    public JsonNode error() {
        return error;
    }
}
