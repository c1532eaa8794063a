package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which share of a JVM's processor time goes into some classes and all that they call: by samples of async-profiler, which is
 * loaded into the JVM from outside. JDK Flight Recorder's samples of processor time (JEP 509) would do, but on kernels in
 * virtual machines it has been seen to take none.
 */
public final class TimerShare {
    /** Processor time of a thread between two of its samples. */
    private static final String EVERY = "1ms";

    private final long pid;
    private final Path library;
    private final Path file;

    private TimerShare(long pid, Path library, Path file) {
        this.pid = pid;
        this.library = library;
        this.file = file;
    }

    /**
     * Samples, and how many of them are in the classes.
     *
     * @param samples all
     * @param inside those with one of the classes on their stack
     */
    public record Share(long samples, long inside) {
        /** From 0 to 1. */
        public double of() {
            return (double) inside / samples;
        }
    }

    /** Begins to sample a JVM; {@link #end} takes its samples out of the folder. */
    public static TimerShare begin(long pid, Path folder) throws IOException {
        Files.createDirectories(folder);
        TimerShare share = new TimerShare(
                pid, library(folder), folder.resolve("samples.txt").toAbsolutePath());
        // The clock of each thread's processor time needs no leave of the kernel.
        share.tell("start,event=ctimer,interval=" + EVERY);
        return share;
    }

    private static Path library(Path folder) throws IOException {
        String name = (System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64")
                + "/libasyncProfiler.so";
        Path library = folder.resolve("libasyncProfiler.so").toAbsolutePath();
        try (InputStream in = TimerShare.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("async-profiler has no " + name);
            }
            Files.copy(in, library);
        }
        return library;
    }

    private void tell(String command) throws IOException {
        Jcmd.ask(pid, "JVMTI.agent_load", library.toString(), "\"" + command + "\"");
    }

    /**
     * Ends the sampling, and counts the samples in classes whose names, without package, are these.
     *
     * @throws IOException when there are no samples at all
     */
    public Share end(Set<String> classes) throws IOException {
        tell("stop,collapsed,file=" + file);
        Share share;
        try (Stream<String> lines = Files.lines(file)) {
            share = count(lines, classes);
        }
        if (share.samples() == 0) {
            throw new IOException("async-profiler has no samples of process " + pid);
        }
        return share;
    }

    /** Counts lines of a stack, frames joined by semicolons, and of how many samples had it. */
    static Share count(Stream<String> lines, Set<String> classes) {
        long samples = 0;
        long inside = 0;
        for (String line : (Iterable<String>) lines::iterator) {
            int space = line.lastIndexOf(' ');
            long times = Long.parseLong(line.substring(space + 1));
            samples += times;
            inside +=
                    Stream.of(line.substring(0, space).split(";")).anyMatch(frame -> isIn(frame, classes)) ? times : 0;
        }
        return new Share(samples, inside);
    }

    /** A frame of Java code is {@code dev/pulse/Outer$Inner.method}. */
    private static boolean isIn(String frame, Set<String> classes) {
        int dot = frame.lastIndexOf('.');
        if (dot < 0) {
            return false;
        }
        String simple = frame.substring(frame.lastIndexOf('/', dot) + 1, dot);
        int inner = simple.indexOf('$');
        return classes.contains(inner < 0 ? simple : simple.substring(0, inner));
    }
}
