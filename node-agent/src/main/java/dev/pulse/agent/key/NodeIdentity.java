package dev.pulse.agent.key;

import dev.pulse.domain.account.NodeId;

/**
 * Who a node is: its stable name and the key that it signs with.
 *
 * @param nodeId {@code [a-z0-9][a-z0-9-]{0,63}} (design section 1)
 * @param key the key whose account the node id is bound to
 */
public record NodeIdentity(String nodeId, NodeKey key) {
    /** How many digits of the account a default node id takes: 48 bits, so that a million nodes rarely clash. */
    private static final int DEFAULT_ID_DIGITS = 12;

    /** @throws IllegalArgumentException when the node id is not well-formed */
    public NodeIdentity {
        if (!NodeId.isValid(nodeId)) {
            throw new IllegalArgumentException(
                    "the node id '" + nodeId
                            + "' is not of the form [a-z0-9][a-z0-9-]{0,63}: lower-case letters, digits and hyphens, at most 64");
        }
    }

    /** The identity with the default node id: {@code node-} and the first 12 digits of the account. */
    public static NodeIdentity ofKey(NodeKey key) {
        return new NodeIdentity("node-" + key.account().hex().substring(0, DEFAULT_ID_DIGITS), key);
    }
}
