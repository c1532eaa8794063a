package dev.pulse.standalone.grid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder a grid keeps everything in, held by one process at a time. */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder; it is made if it is not there.
     *
     * @throws GridException when another process has it, or it can't be written to
     */
    public static DataFolder take(Path root) {
        Path file = root.resolve("pulse.lock");
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new GridException(
                        "The folder " + root + " is in use by another pulse up"
                                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                                + ". Stop that one, or give this one a folder of its own with --data DIR and other ports with --port P.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(root, channel, lock);
        } catch (IOException failure) {
            throw new GridException("The folder " + root + " can't be used: " + failure.getMessage(), failure);
        }
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    /** Where the key is that the marketplace acts with on the ledger. */
    public Path operator() {
        return root.resolve("operator");
    }

    /** Where the development ledger keeps its blocks. */
    public Path ledger() {
        return root.resolve("ledger");
    }

    /** Where a service's local stores are. */
    public Path state(String service) {
        return root.resolve("state").resolve(service);
    }

    /** A service's configuration, written at each start. */
    public Path configuration(String service) {
        return root.resolve("conf").resolve(service + ".yml");
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    /** Where the simulated fleet keeps what makes its keys. */
    public Path fleet() {
        return root.resolve("fleet");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
