package dev.pulse.ledger.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a contract answered, and as of when.
 *
 * @param value the answer
 * @param blockHeight the block that it holds for
 */
public record View(JsonNode value, long blockHeight) {}
