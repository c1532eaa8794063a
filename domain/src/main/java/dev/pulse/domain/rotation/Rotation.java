package dev.pulse.domain.rotation;

import dev.pulse.domain.account.Account;

/**
 * A word on which account a node speaks with from now on. Nothing is proved by having read it.
 *
 * @param nodeId the node
 * @param account the account that it has been bound to
 * @param next the account in its place, another one
 * @param owner the owner of the node's farm, who says so where the node's own key is lost; null where the node does
 * @param timestamp when it was signed, unix seconds
 */
public record Rotation(String nodeId, Account account, Account next, Account owner, long timestamp) {
    /** Who says so beside the new key: the node's old key, or its farm's owner. */
    public Account by() {
        return owner == null ? account : owner;
    }
}
