package dev.pulse.marketplace.hook;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.marketplace.hook.send.Delivery;
import dev.pulse.marketplace.hook.send.Outbox;
import dev.pulse.marketplace.index.node.NodeEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What one hook's subscriber knows, and is to be told. Guarded by its sender. */
final class HookWatch {
    /** Nodes that are offline at one time; of more, nothing is told. */
    static final int MOST_DOWN = 2_000;

    private final Hook hook;
    private final Function<String, Optional<NodeEntry>> nodes;
    private final Map<String, DownRule> down = new HashMap<>();
    private final Outbox outbox = new Outbox();
    /** No earlier than this is anything due. */
    private long earliest = DownRule.NEVER;

    /** @param nodes what the index knows of a node */
    HookWatch(Hook hook, Function<String, Optional<NodeEntry>> nodes) {
        this.hook = hook;
        this.nodes = nodes;
    }

    Hook hook() {
        return hook;
    }

    Outbox outbox() {
        return outbox;
    }

    private long downAfter() {
        return hook.downAfterS() * 1_000;
    }

    /** Of nodes that were offline when the watch began. */
    void found(List<NodeEntry> offline, long now) {
        for (NodeEntry node : offline) {
            if (down.size() < MOST_DOWN && !down.containsKey(node.nodeId())) {
                follow(node.nodeId(), DownRule.found(node.since() * 1_000, downAfter(), now));
            }
        }
    }

    private void follow(String nodeId, DownRule rule) {
        down.put(nodeId, rule);
        earliest = Math.min(earliest, rule.due(downAfter()));
    }

    /**
     * A node of his changed.
     *
     * @param at when, unix milliseconds
     */
    void changed(String nodeId, Liveness after, long at, long now) {
        DownRule rule = down.get(nodeId);
        if (after == Liveness.OFFLINE && rule == null && down.size() < MOST_DOWN) {
            // In the seconds that the index counts in, so that whoever finds it there makes the same of it.
            follow(nodeId, DownRule.began(at / 1_000 * 1_000));
        } else if (after == Liveness.ONLINE && rule != null) {
            down.remove(nodeId);
            returned(nodeId, rule, at, now);
        }
    }

    /** Tells what is due. */
    void tell(long now) {
        if (now < earliest) {
            return;
        }
        earliest = DownRule.NEVER;
        Iterator<Map.Entry<String, DownRule>> all = down.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, DownRule> entry = all.next();
            DownRule rule = entry.getValue();
            if (rule.due(downAfter()) <= now) {
                NodeEntry node = known(entry.getKey());
                if (node != null && node.liveness() == Liveness.ONLINE && node.since() * 1_000 >= rule.since()) {
                    // That it came back was among too many changes to be remembered.
                    all.remove();
                    returned(entry.getKey(), rule, node.since() * 1_000, now);
                    continue;
                }
                if (hook.events().contains(HookEvent.NODE_DOWN)) {
                    outbox.add(Notice.node(
                            hook, HookEvent.NODE_DOWN, entry.getKey(), node, rule.since(), rule.told(), now));
                }
                rule = rule.afterTelling(downAfter());
                entry.setValue(rule);
            }
            earliest = Math.min(earliest, rule.due(downAfter()));
        }
    }

    private void returned(String nodeId, DownRule rule, long at, long now) {
        if (rule.tellsOfReturn() && hook.events().contains(HookEvent.NODE_BACK)) {
            outbox.add(Notice.node(hook, HookEvent.NODE_BACK, nodeId, known(nodeId), at, 0, now));
        }
    }

    /** Tells of a region. */
    void region(HookEvent event, String region, long since, long now) {
        if (hook.wants(event, region)) {
            outbox.add(Notice.region(hook, event, region, since, now));
        }
    }

    /** Has it tried out. */
    Delivery test(String number, long now) {
        Delivery test = Notice.test(hook, number, now);
        outbox.add(test);
        return test;
    }

    private NodeEntry known(String nodeId) {
        return nodes.apply(nodeId).orElse(null);
    }
}
