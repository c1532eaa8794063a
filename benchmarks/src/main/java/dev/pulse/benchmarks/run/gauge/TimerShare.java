package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of a JVM's processor time goes into some classes and all that they call: by JDK Flight Recorder's samples of
 * processor time (JEP 509), taken from outside by {@code jcmd}. Where the JVM takes none of those, by its samples of threads
 * that run Java code; those leave out native calls.
 */
public final class TimerShare {
    private static final String NAME = "share";
    private static final String EVENT = "jdk.CPUTimeSample";
    private static final String EVERY = "5ms";
    private static final String OTHERWISE = "jdk.ExecutionSample";
    /** The shortest period that the recorder takes. */
    private static final String OTHERWISE_EVERY = "10ms";

    private final long pid;
    private final Path file;

    private TimerShare(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    /**
     * Samples, and how many of them are in the classes.
     *
     * @param samples all that have a stack
     * @param inside those with one of the classes on it
     * @param event what was sampled
     */
    public record Share(long samples, long inside, String event) {
        /** From 0 to 1. */
        public double of() {
            return (double) inside / samples;
        }
    }

    /** Begins to sample a JVM; {@link #end} writes to the file. */
    public static TimerShare begin(long pid, Path file) throws IOException {
        Jcmd.ask(
                pid,
                "JFR.start",
                "name=" + NAME,
                "settings=none",
                EVENT + "#enabled=true",
                EVENT + "#throttle=" + EVERY,
                OTHERWISE + "#enabled=true",
                OTHERWISE + "#period=" + OTHERWISE_EVERY);
        return new TimerShare(pid, file);
    }

    /**
     * Ends the sampling, and counts the samples in classes whose names, without package, are these.
     *
     * @throws IOException when there are no samples at all
     */
    public Share end(Set<String> classes) throws IOException {
        Jcmd.ask(pid, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
        Share share = count(EVENT, classes);
        if (share.samples() == 0) {
            share = count(OTHERWISE, classes);
        }
        Files.delete(file);
        if (share.samples() == 0) {
            throw new IOException("the flight recorder of process " + pid + " has no samples");
        }
        return share;
    }

    private Share count(String name, Set<String> classes) throws IOException {
        long samples = 0;
        long inside = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(name) && stack != null) {
                    samples++;
                    inside += stack.getFrames().stream().anyMatch(frame -> isIn(frame, classes)) ? 1 : 0;
                }
            }
        }
        return new Share(samples, inside, name);
    }

    private static boolean isIn(RecordedFrame frame, Set<String> classes) {
        String name = frame.getMethod().getType().getName();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        int inner = simple.indexOf('$');
        return classes.contains(inner < 0 ? simple : simple.substring(0, inner));
    }
}
