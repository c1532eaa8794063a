package dev.pulse.marketplace.session;

import dev.pulse.ledger.message.Message;

/**
 * What somebody signs to sign in.
 *
 * @param message for whom and what, in words
 * @param expiresAt until when, unix seconds
 */
public record Challenge(Message message, long expiresAt) {}
