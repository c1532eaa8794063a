package dev.pulse.lifecycle.topology;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.LastRejection;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Remembers the newest dead letter under each name, so that a farmer whose node is not online can be told why. Names that
 * no node bears are kept apart and bounded: anybody can send those.
 */
final class RejectionBook {
    private static final int MAX_DETAIL = 300;

    private final KeyValueStore<String, LastRejection> known;
    private final KeyValueStore<String, LastRejection> strangers;

    RejectionBook(ProcessorContext<?, ?> context) {
        known = context.getStateStore(Names.REJECTIONS);
        strangers = context.getStateStore(Names.STRANGERS);
    }

    /**
     * Takes note of a dead letter.
     *
     * @param isNode whether a node of that name is known
     * @param at when it was received, unix milliseconds
     */
    void note(String nodeId, boolean isNode, Rejection reason, String detail, long at) {
        LastRejection before = known.get(nodeId);
        if (before == null) {
            before = strangers.get(nodeId);
        }
        long count = before == null ? 1 : before.count() + 1;
        String shortened = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
        (isNode ? known : strangers).put(nodeId, new LastRejection(reason, shortened, at, count));
    }
}
