package dev.pulse.ledger.contract;

import dev.pulse.domain.account.Account;

/**
 * A farm.
 *
 * @param farmId its name on the ledger
 * @param name what people call it
 * @param owner the farmer
 * @param createdAt unix milliseconds of the block
 */
public record Farm(String farmId, String name, Account owner, long createdAt) {}
