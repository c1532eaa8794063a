package dev.pulse.marketplace.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.fixture.KeptRows;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeField.Kind;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.node.Point;
import dev.pulse.marketplace.index.node.Trait;
import dev.pulse.marketplace.index.search.NodeFound;
import dev.pulse.marketplace.index.search.NodeFound.Value;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random searches over random nodes that come, change, go and are brought back, against a walk over all of them. */
class SearchTest {
    private static final List<NodeField> SORTED = Arrays.stream(NodeField.values())
            .filter(field -> field.kind() != Kind.WORDS)
            .toList();

    private static final List<NodeField> NUMBERS = Arrays.stream(NodeField.values())
            .filter(field -> field.kind() == Kind.NUMBER)
            .toList();

    private static final List<Trait> TRAITS = List.of(Trait.values());

    private static final int RESTART = 25;

    private final KeptRows kept = new KeptRows();
    private NodeIndex index = new NodeIndex(Set.of(), kept);
    /** What the index must show. */
    private final Map<String, NodeEntry> model = new TreeMap<>();

    private void change(Grids grids, Random random, int names) {
        String id = "n" + Integer.toString(random.nextInt(names), 36);
        if (random.nextInt(8) == 0) {
            index.apply(id, null);
            model.remove(id);
        } else {
            NodeState state = grids.state(id);
            assertThat(index.apply(id, state)).isTrue();
            model.put(id, Entries.of(state).orElseThrow());
        }
    }

    private NodeFilter filter(Random random) {
        List<Condition> conditions = new ArrayList<>();
        int wanted = random.nextInt(4);
        for (int i = 0; i < wanted; i++) {
            conditions.add(condition(random));
        }
        return new NodeFilter(conditions);
    }

    private Condition condition(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> anyOf(NodeField.STATUS, "ONLINE");
            case 1 -> anyOf(NodeField.REGION, "eu", random.nextBoolean() ? "us" : "nowhere");
            case 2 -> anyOf(NodeField.LIFECYCLE, "PUBLISHED", "RESERVED");
            case 3 -> anyOf(NodeField.COUNTRY, "BE", "jp");
            case 4 -> new Condition.Contains(NodeField.CITY, random.nextBoolean() ? "Ü" : "h");
            case 5 -> new Condition.Is(TRAITS.get(random.nextInt(TRAITS.size())), random.nextBoolean());
            case 6 ->
                new Condition.HostnameBegins(List.of("HOST-", "h", "åR", "zz").get(random.nextInt(4)));
            case 7 -> anyOf(NodeField.GPU_MODEL, "l4", "a100");
            case 8 -> anyOf(NodeField.OWNED_BY, Records.account("farmer-" + random.nextInt(10)));
            case 9 -> anyOf(NodeField.RENTED_BY, Records.account("renter-" + random.nextInt(25)));
            case 10 ->
                new Condition.Near(
                        new Point(random.nextInt(-90_000_000, 90_000_001), random.nextInt(-180_000_000, 180_000_001)),
                        random.nextLong(Point.FURTHEST_CM));
            case 11 ->
                new Condition.Named(
                        new HashSet<>(model.keySet().stream()
                                .filter(id -> random.nextInt(5) == 0)
                                .limit(200)
                                .toList()),
                        random.nextBoolean());
            case 12 -> new Condition.At("46a:0:0::" + Integer.toString(random.nextInt(300)));
            case 13 -> new Condition.OfAccount(new Account("%064x".formatted(random.nextInt(1_000) * 0x10001L)));
            default -> {
                NodeField field = NUMBERS.get(random.nextInt(NUMBERS.size()));
                long one = someNumber(field, random);
                long other = someNumber(field, random);
                yield new Condition.Between(field, Math.min(one, other), Math.max(one, other));
            }
        };
    }

    private long someNumber(NodeField field, Random random) {
        if (model.isEmpty() || random.nextInt(10) == 0) {
            return random.nextLong();
        }
        List<NodeEntry> all = List.copyOf(model.values());
        return field.number(all.get(random.nextInt(all.size())));
    }

    private static Condition anyOf(NodeField field, String... values) {
        return new Condition.AnyOf(field, Set.of(values));
    }

    private static Sort sort(Random random) {
        NodeField field = SORTED.get(random.nextInt(SORTED.size()));
        Point from = new Point(random.nextInt(-90_000_000, 90_000_001), random.nextInt(-180_000_000, 180_000_001));
        return new Sort(field, random.nextBoolean(), field == NodeField.DISTANCE ? from : null);
    }

    /** The order as the Javadoc of {@link Sort} has it. */
    private static Comparator<NodeEntry> order(Sort sort) {
        Comparator<NodeEntry> byField = switch (sort.field().kind()) {
            case NUMBER -> Comparator.comparingLong(sort.field()::number);
            case DISTANCE -> Comparator.comparingLong(node -> sort.place(node).number());
            default -> Comparator.comparing(node -> text(sort, node), Comparator.nullsFirst(Comparator.naturalOrder()));
        };
        Comparator<NodeEntry> both = byField.thenComparing(NodeEntry::nodeId);
        Comparator<NodeEntry> last = Comparator.comparing(node -> !says(sort, node));
        return last.thenComparing(sort.down() ? both.reversed() : both);
    }

    private static String text(Sort sort, NodeEntry node) {
        List<String> words = sort.field().words(node);
        if (words.isEmpty()) {
            return null;
        }
        return sort.field() == NodeField.HOSTNAME ? words.getFirst().toLowerCase(Locale.ROOT) : words.getFirst();
    }

    private static boolean says(Sort sort, NodeEntry node) {
        return switch (sort.field().kind()) {
            case NUMBER -> sort.field().number(node) != sort.field().unsaid();
            case DISTANCE -> true;
            default -> text(sort, node) != null;
        };
    }

    private List<NodeEntry> expected(NodeFilter filter, Sort sort) {
        return model.values().stream().filter(filter::test).sorted(order(sort)).toList();
    }

    /** Distance is asked of nodes that say where they are. */
    private static NodeFilter located(NodeFilter filter, Sort sort) {
        if (sort.field() != NodeField.DISTANCE) {
            return filter;
        }
        List<Condition> conditions = new ArrayList<>(filter.conditions());
        conditions.add(new Condition.Near(sort.from(), Point.FURTHEST_CM));
        return new NodeFilter(conditions);
    }

    /** As from a store: all of them at once, by id. */
    private void load(Grids grids, int names) {
        for (int i = 0; i < names; i++) {
            String id = "n" + Integer.toString(i, 36);
            model.put(id, Entries.of(grids.state(id)).orElseThrow());
        }
        index.load();
        model.values().forEach(node -> index.take(node.nodeId(), index.row(node)));
        index.loaded();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesCountsAndFacetsAreThoseOfAWalk(long seed) {
        Random random = new Random(seed);
        Grids grids = new Grids(seed);
        int names = seed == 1 ? 40 : 4_000;
        for (int i = 0; i < names; i++) {
            change(grids, random, names);
        }
        searches(grids, random, names, 400);
    }

    /** Of several segments, most rows are passed over without a look at each. */
    @Test
    void soTheyAreOfManyNodesThatWereLoaded() {
        int names = 3 * Segments.ROWS + 5_000;
        Grids grids = new Grids(4);
        load(grids, names);
        searches(grids, new Random(4), names, 60);
    }

    private void searches(Grids grids, Random random, int names, int rounds) {
        for (int round = 0; round < rounds; round++) {
            if (round % RESTART == RESTART - 1) {
                index = kept.restored();
            }
            for (int i = 0; i < 20; i++) {
                change(grids, random, names);
            }
            Sort sort = sort(random);
            NodeFilter filter = located(filter(random), sort);
            List<NodeEntry> expected = expected(filter, sort);
            boolean count = random.nextBoolean();
            int size = 1 + random.nextInt(30);
            Place place = null;
            List<NodeEntry> found = new ArrayList<>();
            int pages = 0;
            do {
                NodeFound page = index.search(new NodeSearch(
                        filter, sort, place, size, null, count, Set.of(NodeField.STATUS, NodeField.GPU_MODEL)));
                found.addAll(page.nodes());
                place = page.next();
                assertThat(page.count()).isEqualTo(count ? (Long) (long) expected.size() : null);
                assertThat(page.nodes()).hasSizeLessThanOrEqualTo(size);
                if (pages == 0) {
                    assertThat(tallied(page, NodeField.STATUS)).isEqualTo(tally(expected, NodeField.STATUS));
                    assertThat(tallied(page, NodeField.GPU_MODEL)).isEqualTo(tally(expected, NodeField.GPU_MODEL));
                }
                pages++;
            } while (place != null && pages < 12);
            List<NodeEntry> wanted = place == null ? expected : expected.subList(0, found.size());
            assertThat(found).as("round %d, %s, %s", round, sort, filter).isEqualTo(wanted);
        }
        assertThat(index.counts().sum(cell -> true)).isEqualTo(model.size());
    }

    private static Map<String, Long> tallied(NodeFound found, NodeField field) {
        Map<String, Long> all = new HashMap<>();
        found.facets().get(field).values().forEach((Value value) -> all.put(value.value(), value.nodes()));
        return all;
    }

    private static Map<String, Long> tally(List<NodeEntry> nodes, NodeField field) {
        Map<String, Long> all = new HashMap<>();
        for (NodeEntry node : nodes) {
            List<String> words = field.words(node);
            words.forEach(word -> all.merge(word, 1L, Long::sum));
            if (words.isEmpty()) {
                all.merge(null, 1L, Long::sum);
            }
        }
        return all;
    }
}
