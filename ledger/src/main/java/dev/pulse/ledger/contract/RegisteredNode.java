package dev.pulse.ledger.contract;

import dev.pulse.domain.account.Account;

/**
 * A node as the ledger knows it.
 *
 * @param nodeId the node
 * @param identity the account that it signs with
 * @param farmId the farm that it is in
 * @param owner the farm's owner; null where it was not asked for
 * @param registeredAt unix milliseconds of the block
 * @param rotations how often its identity was changed
 */
public record RegisteredNode(
        String nodeId, Account identity, String farmId, Account owner, long registeredAt, int rotations) {}
