package dev.pulse.agent.rotate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.DocumentSigner;
import dev.pulse.agent.pair.MarketInfo;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.rotation.RotationReader;

/** Writes and signs rotations: two signatures over one document, for one marketplace. */
final class RotationComposer {
    private RotationComposer() {}

    /**
     * One signed rotation, as it is sent.
     *
     * @param old the account that the node is bound to
     * @param by who says so: the key of that account, or that of the farm's owner
     * @param next the node under its new key
     * @param market whom it is for
     * @param timestamp the signer's clock, unix seconds
     */
    static byte[] compose(Account old, NodeKey by, NodeIdentity next, MarketInfo market, long timestamp) {
        boolean own = by.account().equals(old);
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("node_id", next.nodeId())
                .put("node_account", old.hex())
                .put("new_account", next.key().account().hex())
                .put("timestamp", timestamp)
                .put("path", RotationReader.PATH)
                .put("marketplace", market.name())
                .put("audience", market.audience());
        if (!own) {
            document.put("owner_account", by.account().hex());
        }
        byte[] hash = DocumentSigner.hash(document);
        document.put(own ? "signature" : "owner_signature", DocumentSigner.sign(by, hash))
                .put("new_signature", DocumentSigner.sign(next.key(), hash));
        return DocumentSigner.bytes(document);
    }
}
