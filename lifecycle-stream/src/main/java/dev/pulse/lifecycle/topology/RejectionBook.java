package dev.pulse.lifecycle.topology;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.LastRejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Remembers the newest dead letter under each name, so that a farmer whose node is not online can be told why. Names that
 * no node bears are kept apart and bounded: anybody can send those.
 */
final class RejectionBook {
    /** As many unknown names are remembered in each partition. */
    static final int MAX_STRANGERS = 10_000;

    private static final int MAX_DETAIL = 300;

    private final KeyValueStore<String, LastRejection> known;
    private final KeyValueStore<String, LastRejection> strangers;

    /** Names in {@link #strangers}, the one that was refused longest ago first. */
    private final Set<String> byAge = new LinkedHashSet<>();

    RejectionBook(ProcessorContext<?, ?> context) {
        known = context.getStateStore(Names.REJECTIONS);
        strangers = context.getStateStore(Names.STRANGERS);
        List<KeyValue<String, LastRejection>> kept = new ArrayList<>();
        try (KeyValueIterator<String, LastRejection> all = strangers.all()) {
            all.forEachRemaining(kept::add);
        }
        kept.sort(Comparator.comparingLong(entry -> entry.value.at()));
        kept.forEach(entry -> byAge.add(entry.key));
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
        LastRejection now = new LastRejection(reason, shortened, at, count);
        if (isNode) {
            known.put(nodeId, now);
        } else {
            strangers.put(nodeId, now);
            forgetOldest(nodeId);
        }
    }

    private void forgetOldest(String newest) {
        byAge.remove(newest);
        byAge.add(newest);
        if (byAge.size() > MAX_STRANGERS) {
            Iterator<String> oldest = byAge.iterator();
            strangers.delete(oldest.next());
            oldest.remove();
        }
    }
}
