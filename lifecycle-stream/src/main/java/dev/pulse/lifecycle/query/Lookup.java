package dev.pulse.lifecycle.query;

import dev.pulse.lifecycle.query.NodeView.RejectedView;
import org.apache.kafka.streams.state.HostInfo;

/** What came of looking for a node. */
public sealed interface Lookup {
    /** It is here. */
    record Found(NodeView node) implements Lookup {}

    /**
     * It would be here, and is not known.
     *
     * @param lastRejected the newest dead letter under its name, or null
     */
    record Unknown(RejectedView lastRejected) implements Lookup {}

    /** Its partition is another instance's. */
    record Elsewhere(HostInfo owner) implements Lookup {}

    /**
     * Nobody can tell at this moment.
     *
     * @param detail one sentence for a person
     */
    record NotNow(String detail) implements Lookup {}
}
