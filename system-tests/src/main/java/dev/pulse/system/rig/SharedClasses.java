package dev.pulse.system.rig;

import dev.pulse.standalone.embedded.BoundChild;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of child processes, and the classes on it read and checked once for all of them (JEP 310, class data sharing): a
 * quarter of what the start of one costs. Where the system property {@value #FOLDER} names a folder, the first process that starts
 * a child has the archive made there in the background; children that start before it is done do without.
 */
public final class SharedClasses {
    /** The system property that names the folder. */
    public static final String FOLDER = "pulse.shared.classes";

    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** What {@code up} says last. */
    private static final String READY = "Ctrl-C";
    /** A virtual machine that finds the archive stale does without it, and needs say nothing where output is read. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds*=off", "-Xlog:class+path=off");

    /**
     * An archive is of what comes first on the class path and is the same for all: the libraries' jars. Behind them come the classes
     * of this build, which those of another one may take the place of.
     */
    private static final Map<Boolean, List<String>> PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .collect(Collectors.partitioningBy(SharedClasses::isLibrary));

    private static final List<String> LIBRARIES = PATH.get(true);
    private static final List<String> BUILD = PATH.get(false);

    private SharedClasses() {}

    /** The options of a virtual machine that are to stand before the main class: the class path at least. */
    public static List<String> options() {
        return options(List.of());
    }

    /**
     * The same with other classes in front of those of this build.
     *
     * @param front folders
     */
    static List<String> options(List<Path> front) {
        List<String> options = new ArrayList<>();
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            options.addAll(shared(Path.of(folder)));
        }
        Stream<String> own = Stream.concat(front.stream().map(Path::toString), BUILD.stream());
        options.addAll(
                List.of("-cp", Stream.concat(LIBRARIES.stream(), own).collect(Collectors.joining(File.pathSeparator))));
        return options;
    }

    private static List<String> shared(Path folder) {
        Path archive = archive(folder);
        if (Files.exists(archive)) {
            return Stream.concat(Stream.of("-XX:SharedArchiveFile=" + archive), QUIET.stream())
                    .toList();
        }
        if (BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("shared classes").start(() -> makeAlone(archive));
        }
        return List.of();
    }

    private static boolean isLibrary(String entry) {
        Path path = Path.of(entry);
        return Files.isRegularFile(path) && !path.getFileName().toString().startsWith("pulse-");
    }

    /** Its name has what it is made of: one of other jars is not taken for it. */
    private static Path archive(Path folder) {
        long made = 0;
        for (String jar : LIBRARIES) {
            File file = new File(jar);
            made = 31 * made + file.lastModified() + 7 * file.length() + jar.hashCode();
        }
        return folder.toAbsolutePath().resolve("classes-" + Long.toHexString(made) + ".jsa");
    }

    private static void makeAlone(Path archive) {
        try {
            Files.createDirectories(archive.getParent());
            try (FileChannel lock = FileChannel.open(
                    archive.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (lock.tryLock() != null && !Files.exists(archive)) {
                    make(archive);
                }
            }
        } catch (IOException | OverlappingFileLockException failure) {
            System.err.println("No classes are shared: " + failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a grid to see which classes it takes, and has those archived. */
    private static void make(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(archive.getParent(), "grid");
        Path list = folder.resolve("classes.list");
        Path log = folder.resolve("log");
        try (ChildProcess grid = ChildProcess.start(
                "shared classes",
                log,
                List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:DumpLoadedClassList=" + list),
                List.of("up", "--data", folder + "/data", "--port", port(), "--nodes", "4", "--interval", "1s"))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!grid.tail().contains(READY) && grid.isAlive() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        Path made = folder.resolve("classes.jsa");
        Process dump = BoundChild.start(
                "shared classes",
                "KILL",
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xshare:dump",
                                "-XX:+UseSerialGC",
                                "-XX:SharedClassListFile=" + list,
                                "-XX:SharedArchiveFile=" + made,
                                "-cp",
                                String.join(File.pathSeparator, LIBRARIES))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        if (dump.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && dump.exitValue() == 0) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        } else {
            dump.destroyForcibly();
        }
    }

    /** Ports that no test looks for: {@link Ports} ends below them. */
    private static String port() {
        return String.valueOf(32_100 + ProcessHandle.current().pid() % 30 * Ports.ROW);
    }
}
