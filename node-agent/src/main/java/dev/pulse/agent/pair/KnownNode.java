package dev.pulse.agent.pair;

import dev.pulse.domain.account.Account;

/**
 * A node as a marketplace's explorer knows it, a moment ago.
 *
 * @param account the account that it is bound to
 * @param lifecycle where it stands in its life, as the explorer writes it
 * @param farmer whose it is, or null for a node that nobody paired
 * @param farmId in which farm, or null
 * @param offered whether it is on offer
 */
public record KnownNode(Account account, String lifecycle, Account farmer, String farmId, boolean offered) {}
