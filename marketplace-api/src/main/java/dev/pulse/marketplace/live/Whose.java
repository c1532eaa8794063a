package dev.pulse.marketplace.live;

import dev.pulse.marketplace.index.node.NodeEntry;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a transition does not say about its node, but the index knows: looked up when a watcher first asks for it, and the same for
 * all from then on, so that whoever comes back gets what those got who stayed. Guarded by the hub's lock.
 */
final class Whose {
    private final String nodeId;
    private Function<String, Optional<NodeEntry>> nodes;
    private String farmer = "";
    private String country = "";

    /** @param nodes what the index knows of a node */
    Whose(String nodeId, Function<String, Optional<NodeEntry>> nodes) {
        this.nodeId = nodeId;
        this.nodes = nodes;
    }

    /** The farmer's account; empty where nobody paired the node, or nothing is known of it. */
    String farmer() {
        lookUp();
        return farmer;
    }

    /** The country in upper case; empty where it did not say. */
    String country() {
        lookUp();
        return country;
    }

    private void lookUp() {
        if (nodes == null) {
            return;
        }
        nodes.apply(nodeId).ifPresent(node -> {
            farmer = node.terms() == null ? "" : node.terms().farmer();
            country = node.location().country() == null
                    ? ""
                    : node.location().country().toUpperCase(Locale.ROOT);
            nodes = null;
        });
    }
}
