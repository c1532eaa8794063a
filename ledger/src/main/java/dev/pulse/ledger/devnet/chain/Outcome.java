package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of a transaction.
 *
 * @param height the block that it is in
 * @param value what its last action returned, empty for nothing; null when it failed
 * @param failure NEAR's {@code TxExecutionError} when it failed, otherwise null
 */
public record Outcome(long height, byte[] value, JsonNode failure) {}
