package dev.pulse.ledger.proof;

import dev.pulse.ledger.client.View;
import dev.pulse.ledger.client.ViewCall;

/**
 * What a contract said, with all that is needed to ask it again.
 *
 * @param call the question
 * @param result the answer, JSON as the contract wrote it
 * @param blockHeight the block that it holds for
 * @param blockHash that block's hash in base58
 */
public record Statement(ViewCall call, String result, long blockHeight, String blockHash) {
    /** What was answered to a question. */
    public static Statement of(ViewCall call, View view) {
        return new Statement(call, view.text(), view.blockHeight(), view.blockHash());
    }
}
