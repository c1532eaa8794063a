package dev.pulse.benchmarks.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {
    private static final long ME = ProcessHandle.current().pid();

    @TempDir
    private Path root;

    @Test
    void the_clock_of_this_process_runs_with_the_work_it_does() {
        CpuClock clock = new CpuClock();
        CpuClock.Usage before = clock.usage(ME);
        CpuClock.Usage used = before;
        // Until the kernel's clock shows work; a thread of a name of its own does it.
        while (used.groups().getOrDefault("busy-bee", 0L) < CpuClock.TICK_MICROS) {
            Thread bee = new Thread(ProcessFiguresTest::spin, "busy-bee-7");
            bee.start();
            while (bee.isAlive() && used.groups().getOrDefault("busy-bee", 0L) < CpuClock.TICK_MICROS) {
                used = clock.usage(ME).since(before);
            }
        }

        assertThat(used.micros()).isGreaterThanOrEqualTo(CpuClock.TICK_MICROS);
        assertThat(used.groups().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(used.micros());
    }

    private static void spin() {
        double sum = 0;
        for (int i = 1; i < 50_000_000; i++) {
            sum += Math.sqrt(i);
        }
        assertThat(sum).isPositive();
    }

    @Test
    void a_name_may_hold_anything() throws IOException {
        Path process = Files.createDirectories(root.resolve("7"));
        String rest = " S 1 7 7 0 -1 4194304 1 0 0 0 250 31 9 9 20 0 1 0 100 1 1";
        Files.writeString(process.resolve("stat"), "7 (a) b (c)" + rest);

        assertThat(new CpuClock(root).micros(7)).isEqualTo((250 + 31) * 10_000L);
    }

    @Test
    void threads_that_have_ended_are_counted_with_their_process() throws IOException {
        thread(8, "8", "main", 10);
        thread(8, "9", "GC Thread#0", 20);
        thread(8, "10", "GC Thread#1", 5);
        Files.writeString(root.resolve("8/stat"), stat(8, 100));

        CpuClock.Usage usage = new CpuClock(root).usage(8);

        assertThat(usage.micros()).isEqualTo(1_000_000);
        assertThat(usage.groups())
                .containsEntry("main", 100_000L)
                .containsEntry("GC Thread", 250_000L)
                .containsEntry(CpuClock.ENDED, 650_000L);
    }

    private void thread(long pid, String id, String name, long ticks) throws IOException {
        Path folder = Files.createDirectories(root.resolve(pid + "/task/" + id));
        Files.writeString(folder.resolve("comm"), name + "\n");
        Files.writeString(folder.resolve("stat"), stat(pid, ticks));
    }

    private static String stat(long pid, long ticks) {
        return pid + " (java) S 1 7 7 0 -1 4194304 1 0 0 0 " + ticks + " 0 9 9 20 0 1 0 100 1 1";
    }

    @Test
    void groups_are_names_without_their_numbers() {
        assertThat(CpuClock.group("GC Thread#12")).isEqualTo("GC Thread");
        assertThat(CpuClock.group("kafka-network-1-2")).isEqualTo("kafka-network");
        assertThat(CpuClock.group("C2 CompilerThre")).isEqualTo("C2 CompilerThre");
        assertThat(CpuClock.group("17")).isEqualTo("17");
    }

    @Test
    void a_process_that_is_not_there_is_an_error() {
        CpuClock clock = new CpuClock(root);
        assertThatThrownBy(() -> clock.micros(1)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> clock.usage(1)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void memory_of_this_process() {
        Memory memory = Memory.of(ME);

        assertThat(memory.rss()).isGreaterThan(10_000_000).isLessThanOrEqualTo(memory.peakRss());
        assertThat(memory.pss()).isPositive().isLessThanOrEqualTo(memory.rss());
    }

    @Test
    void the_machine_is_described_by_its_own_files() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("proc/cpuinfo"), "processor\t: 0\nmodel name\t: AMD EPYC\n");
        Files.writeString(root.resolve("proc/meminfo"), "MemTotal:       25165824 kB\nMemFree: 1 kB\n");
        Files.writeString(root.resolve("etc/os-release"), "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");

        Machine machine = Machine.read(root);

        assertThat(machine.cpu()).isEqualTo("AMD EPYC");
        assertThat(machine.memoryGb()).isEqualTo(24.0);
        assertThat(machine.os()).isEqualTo("Debian GNU/Linux 12");
        assertThat(machine.jdk()).contains(Runtime.version().toString());
        assertThat(Machine.read(root.resolve("nowhere")).memoryGb()).isZero();
    }
}
