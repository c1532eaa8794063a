package dev.pulse.system.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder with a disk of its own (a tmpfs), that can be filled to the last byte. Memory is taken as it fills. */
public final class SmallDisk implements AutoCloseable {
    private static final int SECONDS = 10;
    private static final byte[] BLOCK = new byte[1024 * 1024];

    private final Path folder;
    private final Path ballast;
    private final Thread atExit;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
        this.atExit = new Thread(this::unmount, "unmount-" + folder.getFileName());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Mounts one.
     *
     * @param folder made where it is not there
     * @param megabytes its size
     * @return empty where mounting is not allowed
     */
    public static Optional<SmallDisk> mount(Path folder, int megabytes) {
        try {
            Files.createDirectories(folder);
            return run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()))
                    ? Optional.of(new SmallDisk(folder))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Leaves no byte free. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            // That was the aim. What is left of the last block is filled too: a write takes what there is.
        }
    }

    /** Frees what {@link #fill} took. */
    public void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void unmount() {
        try {
            run(List.of("umount", "-l", folder.toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Unmounts it; what stood on it is gone. */
    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static boolean run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
