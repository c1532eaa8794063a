package dev.pulse.marketplace.session;

import dev.pulse.domain.account.Account;

/**
 * Somebody who signed in.
 *
 * @param account who
 * @param key the key that signed
 * @param expiresAt until when, unix seconds
 * @param signs whether each request that changes something is signed by the key: then the token alone changes nothing
 */
public record Session(Account account, Account key, long expiresAt, boolean signs) {}
