package dev.pulse.domain.pairing;

import dev.pulse.domain.account.Account;

/**
 * A node's word on whose it is. Nothing is proved by having read it.
 *
 * @param nodeId the node
 * @param account its own account, which signs
 * @param farmer the account of the farmer that it belongs to
 * @param farmId the farm that it is in, or null where it did not say
 * @param timestamp when it signed, unix seconds by its own clock
 * @param hostname or null
 * @param myceliumIp overlay address, or null
 * @param specs its machine
 */
public record Pairing(
        String nodeId,
        Account account,
        Account farmer,
        String farmId,
        long timestamp,
        String hostname,
        String myceliumIp,
        Specs specs) {}
