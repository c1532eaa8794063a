package dev.pulse.ledger.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A transaction that was carried out.
 *
 * @param transactionId its hash in base58
 * @param value what the last action returned; missing when it returned nothing
 */
public record Executed(String transactionId, JsonNode value) {}
