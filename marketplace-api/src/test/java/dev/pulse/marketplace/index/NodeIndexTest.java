package dev.pulse.marketplace.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeCounts.Cell;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.node.Trait;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeIndexTest {
    private static final List<LivenessState> LIVENESS = List.of(LivenessState.values());
    private static final List<LifecycleStage> STAGES = List.of(LifecycleStage.values());

    private final NodeIndex index = new NodeIndex(Set.of());

    private void put(NodeState state) {
        assertThat(index.apply(state.getNodeId(), state)).isTrue();
    }

    private static String name(int i) {
        return "node-%05d".formatted(i);
    }

    private List<String> all(NodeFilter filter, int size) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            NodePage page = index.page(filter, after, size);
            assertThat(page.nodes()).hasSizeLessThanOrEqualTo(size);
            page.nodes().forEach(node -> ids.add(node.nodeId()));
            after = page.nextAfter();
        }
        return ids;
    }

    private static Condition anyOf(NodeField field, String... values) {
        return new Condition.AnyOf(field, Set.of(values));
    }

    /** What random writes must add up to, kept the obvious way. */
    private static final class Reference {
        private final Map<String, NodeState> states = new TreeMap<>();

        Map<Cell, Long> counts() {
            return states.values().stream()
                    .collect(Collectors.groupingBy(
                            state -> new Cell(
                                    state.getRegion(),
                                    Liveness.valueOf(state.getLiveness().name()),
                                    LifecycleState.valueOf(state.getLifecycle().name())),
                            HashMap::new,
                            Collectors.counting()));
        }

        List<String> matching(Predicate<NodeState> wanted) {
            return states.values().stream()
                    .filter(wanted)
                    .map(NodeState::getNodeId)
                    .toList();
        }
    }

    @Test
    void countsAndSearchesEqualAFullWalkOverARandomStream() {
        Random random = new Random(20_261_123);
        Reference reference = new Reference();
        List<String> regions = List.of("eu", "us", "ap");
        for (int step = 0; step < 30_000; step++) {
            String id = name(random.nextInt(700));
            if (random.nextInt(10) == 0) {
                assertThat(index.apply(id, null)).isTrue();
                reference.states.remove(id);
            } else {
                // Few accounts and addresses, so that nodes share them and change between them.
                NodeState state = Records.state(
                                id,
                                LIVENESS.get(random.nextInt(3)),
                                regions.get(random.nextInt(3)),
                                STAGES.get(random.nextInt(6)))
                        .setAccount("%064x".formatted(random.nextInt(40)))
                        .setMyceliumIp(random.nextInt(5) == 0 ? null : "46a::" + random.nextInt(30))
                        .setHostname("Host-" + random.nextInt(20))
                        .build();
                put(state);
                reference.states.put(id, state);
            }
            if (step % 1_000 == 0) {
                assertThat(index.counts().cells()).as("after %d writes", step).isEqualTo(reference.counts());
            }
        }
        assertThat(index.counts().cells()).isEqualTo(reference.counts());
        for (int i = 0; i < 40; i++) {
            String account = "%064x".formatted(i);
            String address = "46a:0::" + i;
            String prefix = "hOST-" + i % 20;
            assertThat(all(NodeFilter.of(new Condition.OfAccount(new Account(account))), 3))
                    .isEqualTo(reference.matching(state -> state.getAccount().equals(account)));
            assertThat(all(NodeFilter.at(address), 3))
                    .isEqualTo(reference.matching(
                            state -> ("46a::" + address.substring(7)).equals(state.getMyceliumIp())));
            assertThat(all(NodeFilter.of(new Condition.HostnameBegins(prefix)), 7))
                    .isEqualTo(reference.matching(state ->
                            state.getHostname().toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))));
        }
        assertThat(all(
                        NodeFilter.of(
                                anyOf(NodeField.STATUS, "OFFLINE", "UNKNOWN"),
                                anyOf(NodeField.LIFECYCLE, "RESERVED"),
                                anyOf(NodeField.REGION, "eu", "ap")),
                        11))
                .isEqualTo(reference.matching(state -> state.getLiveness() != LivenessState.ONLINE
                        && state.getLifecycle() == LifecycleStage.RESERVED
                        && !state.getRegion().equals("us")))
                .isNotEmpty();
    }

    private static NodeFilter rentable(boolean wanted) {
        return NodeFilter.of(new Condition.Is(Trait.RENTABLE, wanted));
    }

    private void offered(String id, LivenessState liveness, LifecycleStage stage, int held) {
        HoldRecord hold = HoldRecord.newBuilder()
                .setRequestId("q")
                .setRenter(Records.account("renter"))
                .setSlices(held)
                .setHours(1)
                .setFrom(Records.AT)
                .setUntil(Records.AT.plusSeconds(3_600))
                .build();
        put(Records.state(id, liveness, "eu", stage)
                .setOwner(new OwnerRecord(Records.account("farmer"), "green", Records.account(id), 1L, true))
                .setOffer(new OfferRecord("l-" + id, "operator", 60L, 15, "basic", Records.AT))
                .setHolds(held == 0 ? List.of() : List.of(hold))
                .build());
    }

    @Test
    void whatCanBeRentedNowFollowsEachChange() {
        put(Records.state("discovered", LivenessState.ONLINE, "eu"));
        offered("free", LivenessState.ONLINE, LifecycleStage.PUBLISHED, 0);
        offered("partly", LivenessState.ONLINE, LifecycleStage.RESERVED, 14);
        offered("full", LivenessState.ONLINE, LifecycleStage.RESERVED, 15);
        offered("silent", LivenessState.OFFLINE, LifecycleStage.PUBLISHED, 0);
        offered("doubtful", LivenessState.UNKNOWN, LifecycleStage.PUBLISHED, 0);
        offered("resting", LivenessState.ONLINE, LifecycleStage.MAINTENANCE, 0);
        assertThat(all(rentable(true), 1)).containsExactly("free", "partly");
        assertThat(all(rentable(false), 50)).containsExactly("discovered", "doubtful", "full", "resting", "silent");

        offered("free", LivenessState.OFFLINE, LifecycleStage.PUBLISHED, 0);
        assertThat(all(rentable(true), 50))
                .as("offline is off the list at once")
                .containsExactly("partly");
        offered("free", LivenessState.ONLINE, LifecycleStage.PUBLISHED, 0);
        offered("full", LivenessState.ONLINE, LifecycleStage.RESERVED, 14);
        assertThat(all(rentable(true), 50)).containsExactly("free", "full", "partly");
        index.apply("free", null);
        index.clear();
        assertThat(all(rentable(true), 50)).isEmpty();
    }

    @Test
    void allConditionsMustHoldTogether() {
        put(Records.state("a", LivenessState.ONLINE, "eu"));
        put(Records.state("b", LivenessState.ONLINE, "us"));
        put(Records.state("c", LivenessState.OFFLINE, "eu"));
        NodeFilter both = NodeFilter.of(
                anyOf(NodeField.STATUS, "ONLINE"),
                anyOf(NodeField.LIFECYCLE, "DISCOVERED"),
                anyOf(NodeField.REGION, "eu"),
                new Condition.Named(Set.of("a", "b", "c", "d"), true),
                new Condition.HostnameBegins("HOST-"),
                anyOf(NodeField.COUNTRY, "be"));
        assertThat(all(both, 50)).containsExactly("a");
        NodeFilter alsoOfAnother = NodeFilter.of(
                new Condition.Named(Set.of("a"), true), new Condition.OfAccount(new Account(Records.account("b"))));
        assertThat(all(alsoOfAnother, 50)).isEmpty();
    }

    @Test
    void aPageAfterANodeThatIsGoneGoesOnWhereItWas() {
        for (int i = 0; i < 10; i++) {
            put(Records.state(name(i), LivenessState.ONLINE, "eu"));
        }
        NodePage first = index.page(NodeFilter.ALL, "", 4);
        assertThat(first.nextAfter()).isEqualTo(name(3));
        index.apply(name(3), null);
        index.apply(name(0), null);
        put(Records.state("node-00003a", LivenessState.ONLINE, "eu"));
        NodePage second = index.page(NodeFilter.ALL, first.nextAfter(), 4);
        assertThat(second.nodes())
                .extracting(NodeEntry::nodeId)
                .containsExactly("node-00003a", name(4), name(5), name(6));
    }

    @Test
    void nodesThatStayAreSeenExactlyOnceWhileOthersComeAndGo() {
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            put(Records.state(name(i * 2), LivenessState.ONLINE, "eu"));
        }
        List<String> seen = new ArrayList<>();
        String after = "";
        while (after != null) {
            NodePage page = index.page(NodeFilter.ALL, after, 7);
            page.nodes().forEach(node -> seen.add(node.nodeId()));
            after = page.nextAfter();
            for (int change = 0; change < 20; change++) {
                String odd = name(random.nextInt(500) * 2 + 1);
                index.apply(odd, random.nextBoolean() ? null : Records.state(odd, LivenessState.ONLINE, "eu"));
                // And those that stay are written anew all the time.
                String even = name(random.nextInt(500) * 2);
                put(Records.state(even, LIVENESS.get(random.nextInt(3)), "us"));
            }
        }
        assertThat(seen).doesNotHaveDuplicates().isSorted();
        assertThat(seen)
                .contains(IntStream.range(0, 500).mapToObj(i -> name(i * 2)).toArray(String[]::new));
    }

    @Test
    void aNeedleIsOnTheFirstPageHoweverMuchHayThereIs() {
        for (int i = 0; i < 20_000; i++) {
            put(Records.state(name(i), LivenessState.ONLINE, "eu"));
        }
        put(Records.state("zz", LivenessState.OFFLINE, "eu"));
        NodePage first = index.page(NodeFilter.of(anyOf(NodeField.STATUS, "OFFLINE")), "", 50);
        assertThat(first.nodes()).extracting(NodeEntry::nodeId).containsExactly("zz");
        assertThat(first.nextAfter()).isNull();
    }

    @Test
    void theLastPageNamesNoNextOneEvenWhenItIsFull() {
        put(Records.state("a", LivenessState.ONLINE, "eu"));
        put(Records.state("b", LivenessState.ONLINE, "eu"));
        assertThat(index.page(NodeFilter.ALL, "", 2).nextAfter()).isNull();
    }

    @Test
    void onlyServedRegionsAreKeptAndANodeThatMovesAwayLeaves() {
        NodeIndex european = new NodeIndex(Set.of("eu"));
        european.apply("a", Records.state("a", LivenessState.ONLINE, "eu"));
        european.apply("b", Records.state("b", LivenessState.ONLINE, "us"));
        assertThat(european.find("b")).isEmpty();
        assertThat(european.counts().sum(cell -> true)).isEqualTo(1);
        european.apply("a", Records.state("a", LivenessState.ONLINE, "us"));
        assertThat(european.find("a")).isEmpty();
        assertThat(european.counts().cells()).isEmpty();
    }

    @Test
    void statesThatNobodyOfOursWritesAreRefusedAndChangeNothing() {
        put(Records.state("a", LivenessState.ONLINE, "eu"));
        assertThat(index.apply("a", Records.state("b", LivenessState.OFFLINE, "eu")))
                .isFalse();
        assertThat(index.apply("A B", Records.state("A B", LivenessState.ONLINE, "eu")))
                .isFalse();
        NodeState named = Records.state("c", LivenessState.ONLINE, "eu", LifecycleStage.DISCOVERED)
                .setAccount("hosting.dev.hero")
                .build();
        assertThat(index.apply("c", named)).isFalse();
        assertThat(index.find("a").orElseThrow().liveness()).isEqualTo(Liveness.ONLINE);
        assertThat(index.counts().sum(cell -> true)).isEqualTo(1);
    }

    @Test
    void anAddressIsFoundHoweverItIsSpelled() {
        put(Records.state("a", LivenessState.ONLINE, "eu", LifecycleStage.DISCOVERED)
                .setMyceliumIp("46a:52B7:0:0:0:0:0:1")
                .build());
        assertThat(all(NodeFilter.at("46a:52b7::1"), 5)).containsExactly("a");
        assertThat(all(NodeFilter.at("46a:52b7::2"), 5)).isEmpty();
    }
}
