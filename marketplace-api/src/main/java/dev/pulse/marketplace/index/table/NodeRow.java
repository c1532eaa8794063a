package dev.pulse.marketplace.index.table;

import dev.pulse.marketplace.index.node.Addresses;
import dev.pulse.marketplace.index.node.NodeEntry;

/** A node as it is put into a {@link NodeTable}: all that can be worked out before, by any thread and under no lock. */
public final class NodeRow {
    private final NodeEntry node;
    private final byte[] id;
    private final byte[] hostname;
    private final byte[] texts;
    private final long accountKey;
    private final long addressKey;

    /** Works a node's row out. */
    public NodeRow(NodeEntry node) {
        String address = node.myceliumIp();
        byte[] account = node.account().key();
        byte[] literal = address == null ? null : Addresses.literal(address);
        this.node = node;
        this.id = NodeTexts.ascii(node.nodeId());
        this.hostname = NodeTexts.folded(node.hostname());
        this.texts = RowWriter.texts(node, id, hostname, account, literal);
        this.accountKey = NodeTexts.accountKey(account);
        this.addressKey = address == null ? 0 : NodeTexts.addressKey(literal, address);
    }

    /** The node. */
    public NodeEntry node() {
        return node;
    }

    /** Its id as it is compared. */
    byte[] id() {
        return id;
    }

    /** Its host name as it is compared, nothing where it has none. */
    byte[] hostname() {
        return hostname;
    }

    /** Its texts in one piece. */
    byte[] texts() {
        return texts;
    }

    long accountKey() {
        return accountKey;
    }

    long addressKey() {
        return addressKey;
    }
}
