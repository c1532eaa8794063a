package dev.pulse.domain.life;

import dev.pulse.domain.liveness.Liveness;

/**
 * What is known of a node beside its life.
 *
 * @param account the account that its heartbeats are signed with, 64 hex digits; null when none was accepted yet
 * @param liveness whether it is heard from; OFFLINE when it never was
 */
public record Seen(String account, Liveness liveness) {
    /** Never heard from. */
    public static final Seen NEVER = new Seen(null, Liveness.OFFLINE);
}
