package dev.pulse.system.books;

import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What nodes.events and nodes.state say of each node, and whether it is one story. */
final class Lives {
    private final Map<String, List<NodeEvent>> events = new TreeMap<>();
    private final Map<String, NodeState> states = new TreeMap<>();

    void add(NodeEvent event) {
        events.computeIfAbsent(event.getNodeId(), first -> new ArrayList<>()).add(event);
    }

    void add(NodeState state) {
        states.put(state.getNodeId(), state);
    }

    /** Every event of every node, in the order of its topic. */
    List<NodeEvent> events() {
        return events.values().stream().flatMap(List::stream).toList();
    }

    /** Each node's events are numbered from 1 without a gap or a double, each begins where the last ended, and is legal. */
    List<String> transitions() {
        Sentences wrong = new Sentences();
        events.forEach((node, list) -> {
            for (int i = 0; i < list.size(); i++) {
                NodeEvent event = list.get(i);
                wrong.unless(
                        event.getSequence() == i + 1L,
                        "event %d of %s has the sequence %d",
                        i + 1,
                        node,
                        event.getSequence());
                wrong.unless(Move.isLegal(event), "event %d of %s is none that there may be: %s", i + 1, node, event);
                Object livenessBefore = i == 0 ? null : list.get(i - 1).getLiveness();
                Object lifecycleBefore = i == 0 ? null : list.get(i - 1).getLifecycle();
                wrong.unless(
                        event.getLivenessBefore() == livenessBefore && event.getLifecycleBefore() == lifecycleBefore,
                        "event %d of %s begins at %s, %s; the one before ended at %s, %s",
                        i + 1,
                        node,
                        event.getLivenessBefore(),
                        event.getLifecycleBefore(),
                        livenessBefore,
                        lifecycleBefore);
            }
        });
        return wrong.list();
    }

    /** The last state of each node in nodes.state is what its events add up to. */
    List<String> states() {
        Sentences wrong = new Sentences();
        Set<String> nodes = new HashSet<>(events.keySet());
        nodes.addAll(states.keySet());
        for (String node : nodes) {
            NodeState state = states.get(node);
            List<NodeEvent> list = events.get(node);
            if (state == null || list == null) {
                wrong.add("%s has %s", node, state == null ? "events and no state" : "a state and no events");
                continue;
            }
            NodeEvent last = list.getLast();
            wrong.unless(
                    state.getSequence() == last.getSequence()
                            && state.getLiveness() == last.getLiveness()
                            && state.getLifecycle() == last.getLifecycle(),
                    "%s is %s, %s at %d in nodes.state; its events end at %s, %s, %d",
                    node,
                    state.getLiveness(),
                    state.getLifecycle(),
                    state.getSequence(),
                    last.getLiveness(),
                    last.getLifecycle(),
                    last.getSequence());
        }
        return wrong.list();
    }

    /**
     * The explorer answers what stands in nodes.state.
     *
     * @param answers each node's {@code status} as the explorer has it
     */
    List<String> explorer(Map<String, String> answers) {
        Sentences wrong = new Sentences();
        states.forEach((node, state) -> wrong.unless(
                state.getLiveness().name().equalsIgnoreCase(answers.get(node)),
                "the explorer has %s as %s; nodes.state has %s",
                node,
                answers.get(node),
                state.getLiveness()));
        wrong.unless(
                states.keySet().containsAll(answers.keySet()),
                "the explorer has %d nodes, nodes.state %d",
                answers.size(),
                states.size());
        return wrong.list();
    }
}
