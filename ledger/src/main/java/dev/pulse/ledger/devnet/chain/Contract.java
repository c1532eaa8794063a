package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Code that an account runs. It decides from its arguments, the call and the storage alone, so that the same blocks always
 * give the same state. It says no by a {@link ContractPanic}.
 */
public interface Contract {
    /**
     * Answers a question.
     *
     * @param arguments an object
     * @param storage everything; changing it is refused
     * @return any JSON, or null for nothing
     */
    JsonNode view(String method, JsonNode arguments, Storage storage);

    /**
     * Carries out a call.
     *
     * @param arguments an object
     * @return any JSON, or null for nothing
     */
    JsonNode call(String method, JsonNode arguments, Call call);

    /**
     * Who calls, and when.
     *
     * @param caller the account whose transaction it is, or the contract that calls on
     * @param at the block's time, unix milliseconds
     * @param height the block's height
     * @param storage everything
     */
    record Call(String caller, long at, long height, Storage storage) {
        /** The same call as made by another contract. */
        public Call by(String contract) {
            return new Call(contract, at, height, storage);
        }
    }
}
