package dev.pulse.domain.proof;

import dev.pulse.domain.account.Account;

/**
 * What a signed document says, as far as a chain goes.
 *
 * @param nodeId the node
 * @param account the node's account
 * @param timestamp when it was signed, unix seconds by the signer's clock
 * @param farmer the farmer's account; null in a heartbeat
 * @param farmId the farm; null where it is not said
 * @param operator the only one who may offer the node with it; null for anybody
 */
public record Word(String nodeId, Account account, long timestamp, Account farmer, String farmId, String operator) {}
