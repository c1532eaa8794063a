package dev.pulse.benchmarks.run.site;

import dev.pulse.benchmarks.record.CpuClock;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time of several processes.
 *
 * @param processes microseconds by process
 * @param threads microseconds by process and group of threads
 */
public record ProcessCpu(Map<String, Double> processes, Map<String, Map<String, Double>> threads) {
    private static final CpuClock CLOCK = new CpuClock();

    /** What the processes of these ids have used until now. A process that is gone is left out. */
    public static ProcessCpu of(Map<String, Long> pids) {
        Map<String, Double> processes = new TreeMap<>();
        Map<String, Map<String, Double>> threads = new TreeMap<>();
        pids.forEach((name, pid) -> {
            try {
                CpuClock.Usage usage = CLOCK.usage(pid);
                Map<String, Double> groups = new TreeMap<>();
                usage.groups().forEach((group, micros) -> groups.put(group, (double) micros));
                processes.put(name, (double) usage.micros());
                threads.put(name, groups);
            } catch (UncheckedIOException gone) {
                processes.remove(name);
            }
        });
        return new ProcessCpu(processes, threads);
    }

    /** What was used since an earlier look; of processes that are in both. */
    public ProcessCpu since(ProcessCpu before) {
        Map<String, Double> used = new TreeMap<>();
        Map<String, Map<String, Double>> byThread = new TreeMap<>();
        processes.forEach((name, now) -> {
            Double then = before.processes().get(name);
            if (then != null) {
                used.put(name, now - then);
                Map<String, Double> earlier = before.threads().getOrDefault(name, Map.of());
                Map<String, Double> groups = new TreeMap<>();
                threads.get(name).forEach((group, us) -> groups.put(group, us - earlier.getOrDefault(group, 0.0)));
                byThread.put(name, groups);
            }
        });
        return new ProcessCpu(used, byThread);
    }
}
