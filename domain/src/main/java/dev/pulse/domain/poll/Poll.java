package dev.pulse.domain.poll;

import dev.pulse.domain.account.Account;

/**
 * A node asks which reservations it has. Nothing is proved by having read it.
 *
 * @param nodeId the node
 * @param account its own account, which signs
 * @param timestamp when it signed, unix seconds by its own clock
 * @param version the version of what it knows ({@link HoldsVersion}), or null where it knows nothing
 * @param waitS how long it would wait for something else than that, seconds, 0 to {@link PollReader#MAX_WAIT_S}
 */
public record Poll(String nodeId, Account account, long timestamp, String version, int waitS) {}
