package dev.pulse.standalone.simulate.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.standalone.simulate.plant.Plant;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageTest {
    private static Stage<String> stage(int partitions, int instances, int cores) {
        Plant plant =
                new Plant(1e6, 60_000, 2, 3, instances, 1, partitions, cores, 1_000, 30_000, true, 1_000, Plants.COSTS);
        return new Stage<>(Parts.of(plant, new SplittableRandom(1)), instances, cores, 1, 1);
    }

    private static double[] left(Stage<String> stage, int partitions) {
        return IntStream.range(0, partitions)
                .mapToDouble(p -> stage.lane(p).work())
                .toArray();
    }

    @Test
    void partitions_are_shared_in_whole_numbers() {
        Stage<String> stage = stage(5, 2, 4);
        assertThat(IntStream.range(0, 5).map(stage::owner)).containsExactly(0, 0, 0, 1, 1);
    }

    @Test
    void a_partition_gets_one_core_and_an_instance_what_it_has() {
        Stage<String> stage = stage(4, 1, 2);
        stage.lane(0).add(5, 0);
        stage.work(1, 1, 0);
        assertThat(left(stage, 4)).as("one thread").containsExactly(4, 0, 0, 0);
        stage.lane(1).add(0.2, 0);
        stage.lane(2).add(5, 0);
        stage.lane(3).add(5, 0);
        stage.work(1, 1, 0);
        // Two cores: all of the small one, and the rest in three.
        assertThat(left(stage, 4)).usingComparatorWithPrecision(1e-9).containsExactly(3.4, 0, 4.4, 4.4);
        assertThat(stage.takeBusiest(2)).isCloseTo(3 / 4.0, within(1e-9));
        stage.work(1, 0.5, 0);
        assertThat(IntStream.of(0, 2, 3).mapToDouble(p -> stage.lane(p).work()).sum())
                .as("brokers that leave half of the speed")
                .isCloseTo(12.2 - 1, within(1e-9));
    }

    @Test
    void an_instance_that_is_gone_leaves_its_partitions_to_the_others_after_a_pause() {
        Stage<String> stage = stage(6, 3, 1);
        stage.lane(0).add(1, 0);
        stage.loseFirst(100);
        assertThat(IntStream.range(0, 6).map(stage::owner)).containsExactly(1, 2, 1, 1, 2, 2);
        stage.work(1, 1, 99);
        assertThat(stage.lane(0).work()).isEqualTo(1);
        stage.work(1, 1, 100);
        assertThat(stage.lane(0).work()).isZero();
        stage.regain(200);
        assertThat(IntStream.range(0, 6).map(stage::owner)).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(IntStream.range(0, 6).filter(p -> stage.isPaused(p, 199))).containsExactly(0, 1);
    }

    @Test
    void neighbours_that_fare_alike_are_one_group() {
        Plant plant = new Plant(1e8, 60_000, 100, 190, 43, 19, 1_024, 4, 1_000, 30_000, true, 1_000, Plants.COSTS);
        Parts parts = Parts.of(plant, new SplittableRandom(1));
        assertThat(parts.size()).isBetween(43 + 19 - 1, 100);
        int partitions = 0;
        double nodes = 0;
        for (int g = 0; g < parts.size(); g++) {
            assertThat(parts.first(g)).isEqualTo(partitions);
            for (int instances : new int[] {43, 19}) {
                int last = parts.first(g) + parts.count(g) - 1;
                assertThat(last * instances / 1_024).isEqualTo(parts.first(g) * instances / 1_024);
            }
            assertThat(parts.share(g) / parts.count(g))
                    .isCloseTo(1 / 1_024.0, within(5 / 1_024.0 / Math.sqrt(1e8 / 1_024)));
            partitions += parts.count(g);
            nodes += parts.share(g);
        }
        assertThat(partitions).isEqualTo(1_024);
        assertThat(nodes).isCloseTo(1, within(1e-9));
    }
}
