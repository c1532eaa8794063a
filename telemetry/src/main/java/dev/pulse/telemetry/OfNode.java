package dev.pulse.telemetry;

import org.slf4j.MDC;

/** Marks what is logged as being about one node: {@code node_id} is then a field of its own where logs are JSON. */
public final class OfNode {
    /** The field's name. */
    public static final String FIELD = "node_id";

    private OfNode() {}

    /** Runs what logs something about this node, in the calling thread. */
    public static void say(String nodeId, Runnable logging) {
        MDC.put(FIELD, nodeId);
        try {
            logging.run();
        } finally {
            MDC.remove(FIELD);
        }
    }
}
