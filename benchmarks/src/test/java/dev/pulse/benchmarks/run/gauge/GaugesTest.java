package dev.pulse.benchmarks.run.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.benchmarks.run.gauge.GroupLag.Look;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GaugesTest {
    @TempDir
    private Path folder;

    @Test
    void lag_is_what_is_not_committed_in_all_partitions() {
        assertThat(new Look(0, Map.of(0, 10L, 1, 20L, 2, 5L), Map.of(0, 10L, 1, 12L)).lag())
                .isEqualTo(8 + 5);
    }

    @Test
    void a_look_covers_an_earlier_one_when_every_partition_does() {
        Look earlier = new Look(0, Map.of(0, 10L, 1, 20L), Map.of());

        assertThat(new Look(1, Map.of(), Map.of(0, 10L, 1, 20L)).covers(earlier))
                .isTrue();
        assertThat(new Look(1, Map.of(), Map.of(0, 100L, 1, 19L)).covers(earlier))
                .isFalse();
        assertThat(new Look(1, Map.of(), Map.of(0, 100L)).covers(earlier)).isFalse();
    }

    @Test
    void samples_count_where_one_of_the_classes_is_on_the_stack() {
        TimerShare.Share share = TimerShare.count(
                Stream.of(
                        "java/lang/Thread.run;dev/pulse/Sweep.step;dev/pulse/Other.call 3",
                        "java/lang/Thread.run;dev/pulse/Sweep$1.accept;write 4",
                        "java/lang/Thread.run;dev/pulse/Sweeper.run;Sweep 10",
                        "[unknown] 5"),
                Set.of("Sweep"));
        assertThat(share.inside()).isEqualTo(7);
        assertThat(share.samples()).isEqualTo(22);
    }

    @Test
    void the_median_is_the_middle() {
        assertThat(VerifyCost.median(9, 1, 5)).isEqualTo(5);
        assertThat(VerifyCost.median(9, 1, 5, 7)).isEqualTo(6);
        assertThat(VerifyCost.median()).isNaN();
    }

    @Test
    void restored_records_are_counted_from_the_log_since_the_beginning_of_the_tally() throws Exception {
        Path log = Files.writeString(folder.resolve("a.log"), line("pulse-verifier-bindings-changelog-0", 7));
        RestoreTally tally = RestoreTally.from(log);

        Files.writeString(
                log,
                line("pulse-verifier-bindings-changelog-1", 11) + "something else\n" + line("x-changelog-2", 13),
                StandardOpenOption.APPEND);

        assertThat(tally.records()).isEqualTo(24);
    }

    /** The line of RestoreLog in stream-runtime. */
    private static String line(String partition, int records) {
        return "INFO  [2026-11-23 08:37:39,658] dev.pulse.streams.RestoreLog: pulse-verifier: restored bindings from "
                + partition + ": " + records + " records in 12 ms\n";
    }

    @Test
    void the_bytes_of_a_folder_are_those_of_its_files_at_any_depth() throws Exception {
        Files.createDirectories(folder.resolve("a-changelog-0").resolve("deep"));
        Files.write(folder.resolve("a-changelog-0").resolve("one"), new byte[10]);
        Files.write(folder.resolve("a-changelog-0").resolve("deep").resolve("two"), new byte[5]);
        Files.createDirectories(folder.resolve("b"));
        Files.write(folder.resolve("b").resolve("three"), new byte[100]);

        assertThat(StoredBytes.folder(folder)).isEqualTo(115);
        assertThat(StoredBytes.matching(folder, "a-.*")).isEqualTo(15);
        assertThat(StoredBytes.folder(folder.resolve("nothing"))).isZero();
    }
}
