package dev.pulse.marketplace.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.CellCounter;
import dev.pulse.marketplace.index.search.CellCounter.Area;
import dev.pulse.marketplace.index.search.CellCounter.Box;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    private static final NodeFilter ALL = new NodeFilter(List.of());

    private final NodeIndex index = new NodeIndex(Set.of());

    private void node(String id, LivenessState liveness, double north, double east) {
        assertThat(index.apply(
                        id,
                        Records.state(id, liveness, "eu", LifecycleStage.DISCOVERED)
                                .setLocation(new LocationRecord(
                                        "BE", null, (int) Math.round(north * 1e6), (int) Math.round(east * 1e6)))
                                .build()))
                .isTrue();
    }

    private static String key(Area area) {
        return area.corner().north() + " " + area.corner().east();
    }

    private static Box box(int west, int south, int east, int north) {
        return new Box(west * 1_000_000, south * 1_000_000, east * 1_000_000, north * 1_000_000);
    }

    private List<String> corners(int size, Box box) {
        return index.cells(ALL, size, box).areas().stream().map(CellsTest::key).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void countsAreThoseOfAWalk(int size) {
        Grids grids = new Grids(size);
        List<NodeEntry> model = new ArrayList<>();
        // More than a segment of rows, so that both ways of reading them are gone.
        for (int i = 0; i < 9_000; i++) {
            NodeState state = grids.state("n" + i);
            index.take("n" + i, state);
            model.add(Entries.of(state).orElseThrow());
        }
        index.show();
        for (NodeFilter filter : List.of(
                ALL,
                new NodeFilter(List.of(new Condition.AnyOf(NodeField.REGION, Set.of("eu")))),
                new NodeFilter(List.of(new Condition.Between(NodeField.PRICE, 1, 20))))) {
            Map<String, Map<Liveness, Long>> expected = new TreeMap<>();
            long unplaced = 0;
            for (NodeEntry node : model) {
                Location at = node.location();
                if (filter.test(node) && at.latitudeE6() == Location.UNSAID) {
                    unplaced++;
                } else if (filter.test(node)) {
                    int south = Math.floorDiv(Math.min(at.latitudeE6(), 89_999_999), size * 1_000_000) * size;
                    int west = Math.floorDiv(Math.min(at.longitudeE6(), 179_999_999), size * 1_000_000) * size;
                    expected.computeIfAbsent(south + " " + west, any -> new EnumMap<>(Liveness.class))
                            .merge(node.liveness(), 1L, Long::sum);
                }
            }
            CellCounter.Found found = index.cells(filter, size, Box.GLOBE);
            assertThat(found.placed())
                    .isEqualTo(expected.values().stream()
                            .flatMap(counts -> counts.values().stream())
                            .mapToLong(Long::longValue)
                            .sum());
            assertThat(found.unplaced()).isEqualTo(unplaced);
            assertThat(found.complete()).isEqualTo(expected.size() <= CellCounter.MOST_CELLS);
            assertThat(found.areas()).hasSize(Math.min(expected.size(), CellCounter.MOST_CELLS));
            for (Area area : found.areas()) {
                Map<Liveness, Long> counts = expected.get(key(area));
                assertThat(area.online()).isEqualTo(counts.getOrDefault(Liveness.ONLINE, 0L));
                assertThat(area.unknown()).isEqualTo(counts.getOrDefault(Liveness.UNKNOWN, 0L));
                assertThat(area.offline()).isEqualTo(counts.getOrDefault(Liveness.OFFLINE, 0L));
            }
        }
    }

    @Test
    void theFullestCellsComeFirst() {
        node("a", LivenessState.ONLINE, 51.05, 3.72);
        node("b", LivenessState.OFFLINE, -33.9, 151.2);
        node("c", LivenessState.UNKNOWN, -33.8, 151.3);
        assertThat(index.cells(ALL, 1, Box.GLOBE).areas())
                .extracting(CellsTest::key, Area::online, Area::unknown, Area::offline)
                .containsExactly(tuple("-34 151", 0L, 1L, 1L), tuple("51 3", 1L, 0L, 0L));
    }

    @Test
    void polesAndAntimeridianAreInTheLastCells() {
        node("pole", LivenessState.ONLINE, 90, 180);
        node("other", LivenessState.ONLINE, -90, -180);
        assertThat(corners(5, Box.GLOBE)).containsExactlyInAnyOrder("85 175", "-90 -180");
    }

    @ParameterizedTest
    @CsvSource({
        "0,50,10,60,true", // around it
        "6,52,7,53,true", // within it
        "10,40,20,50,true", // at its corner
        "11,40,20,50,false",
        "0,56,10,60,false",
        "170,50,-170,60,false", // across the antimeridian, far from it
        "170,50,7,60,true",
        "8,50,-170,60,true"
    })
    void aCellIsGivenWhereItTouchesTheBox(int west, int south, int east, int north, boolean given) {
        node("a", LivenessState.ONLINE, 52.4, 7.5);
        assertThat(corners(5, box(west, south, east, north))).isEqualTo(given ? List.of("50 5") : List.of());
        assertThat(index.cells(ALL, 5, box(west, south, east, north)).placed()).isEqualTo(given ? 1 : 0);
    }

    @Test
    void anEmptyIndexHasNone() {
        CellCounter.Found found = index.cells(ALL, 5, Box.GLOBE);
        assertThat(found.areas()).isEmpty();
        assertThat(found.complete()).isTrue();
    }
}
