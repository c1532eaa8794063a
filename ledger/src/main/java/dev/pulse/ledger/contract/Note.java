package dev.pulse.ledger.contract;

/**
 * A short text that an account keeps on the ledger.
 *
 * @param key its name
 * @param value the text
 */
public record Note(String key, String value) {}
