package dev.pulse.agent.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.pair.DocumentSigner;
import dev.pulse.agent.pair.MarketInfo;
import dev.pulse.domain.poll.PollReader;

/** Writes and signs polls: for one marketplace, and good for nothing else. */
final class PollComposer {
    private PollComposer() {}

    /**
     * One signed poll, as it is sent.
     *
     * @param version what is known, or null
     * @param waitS how long to wait for something else, seconds, 0 to {@link PollReader#MAX_WAIT_S}
     * @param timestamp the node's clock, unix seconds
     */
    static byte[] compose(NodeIdentity identity, MarketInfo market, String version, int waitS, long timestamp) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("node_id", identity.nodeId())
                .put("node_account", identity.key().account().hex())
                .put("timestamp", timestamp)
                .put("path", PollReader.PATH)
                .put("marketplace", market.name())
                .put("audience", market.audience())
                .put("wait_s", waitS);
        if (version != null) {
            document.put("version", version);
        }
        return DocumentSigner.signed(identity.key(), document);
    }
}
