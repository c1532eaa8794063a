package dev.pulse.marketplace.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeFound;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Searches beside a writer: each sees all nodes at one moment, none of them half written. */
class OneMomentTest {
    private static final int NODES = 120;
    private static final int ROUNDS = 800;
    private static final List<NodeField> SORTS =
            List.of(NodeField.NODE_ID, NodeField.HOSTNAME, NodeField.TOTAL_RAM, NodeField.CITY, NodeField.SEQUENCE);

    private static final List<LivenessState> LIVENESS = List.of(LivenessState.values());

    private final NodeIndex index = new NodeIndex(Set.of());

    /** Everything about a node follows from its number and the round. */
    private static NodeState state(int node, int round) {
        String id = "node-" + node;
        LivenessState liveness = LIVENESS.get((node + round) % 3);
        return Records.state(id, liveness, "r" + (node + round) % 5, LifecycleStage.DISCOVERED)
                .setSequence(round)
                .setHostname("host-" + (node * 31 + round * 17) % NODES + "x".repeat(round % 40))
                .setMyceliumIp("46a::" + round)
                .setCapacity(
                        new CapacityRecord(8L, (long) (node + round) % 4_000, (long) round << round % 40, 0L, 1L, 0L))
                .build();
    }

    private void show(int round) {
        for (int node = 0; node < NODES; node++) {
            // In every other round a tenth of them is gone.
            boolean gone = round % 2 == 1 && node % 10 == 0;
            assertThat(index.take("node-" + node, gone ? null : state(node, round)))
                    .isTrue();
        }
        index.show();
    }

    private int search(Random random) {
        NodeField field = SORTS.get(random.nextInt(SORTS.size()));
        NodeFilter filter = random.nextBoolean()
                ? NodeFilter.ALL
                : NodeFilter.of(new Condition.Between(NodeField.TOTAL_CPU, 1, 100));
        NodeFound found = index.search(new NodeSearch(
                filter,
                new Sort(field, random.nextBoolean(), null),
                null,
                NODES,
                null,
                random.nextBoolean(),
                Set.of(NodeField.REGION)));
        int round = (int) found.nodes().getFirst().sequence();
        int expected = round % 2 == 1 ? NODES - NODES / 10 : NODES;
        assertThat(found.nodes()).hasSize(expected);
        assertThat(found.facets().get(NodeField.REGION).values().stream()
                        .mapToLong(NodeFound.Value::nodes)
                        .sum())
                .isEqualTo(expected);
        if (found.count() != null) {
            assertThat(found.count()).isEqualTo(expected);
        }
        for (NodeEntry node : found.nodes()) {
            int number = Integer.parseInt(node.nodeId().substring("node-".length()));
            assertThat(node).isEqualTo(Entries.of(state(number, round)).orElseThrow());
        }
        return round;
    }

    @Test
    void everySearchIsOfOneMoment() throws Exception {
        show(0);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                Callable<Integer> reading = () -> {
                    int last = 0;
                    while (!done.get()) {
                        int round = search(random);
                        assertThat(round).as("time goes on").isGreaterThanOrEqualTo(last);
                        last = round;
                    }
                    return last;
                };
                readers.add(threads.submit(reading));
            }
            try {
                for (int round = 1; round < ROUNDS && readers.stream().noneMatch(Future::isDone); round++) {
                    show(round);
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
        assertThat(search(new Random(9))).isEqualTo(ROUNDS - 1);
    }
}
