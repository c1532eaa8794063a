package dev.pulse.ledger.client;

/**
 * A key of an account, as the ledger knows it.
 *
 * @param nonce that of its last transaction
 * @param fullAccess whether it may do everything for the account; anything less is no proof of who somebody is
 * @param blockHash the newest block, 32 bytes: what a transaction names
 */
public record KeyState(long nonce, boolean fullAccess, byte[] blockHash) {}
