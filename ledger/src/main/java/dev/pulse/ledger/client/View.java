package dev.pulse.ledger.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a contract answered, and as of when.
 *
 * @param value the answer
 * @param text the same, JSON as the contract wrote it
 * @param blockHeight the block that it holds for
 * @param blockHash that block's hash in base58; empty where the ledger did not say
 */
public record View(JsonNode value, String text, long blockHeight, String blockHash) {}
