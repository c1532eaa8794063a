package dev.pulse.marketplace.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that one process has for itself. The kernel gives it back when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private static final String FILE = "pulse.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StoreUnusableException when somebody else has it, or it can't be made */
    static FolderLock take(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw taken(folder, null);
            }
            return new FolderLock(channel);
        } catch (OverlappingFileLockException ours) {
            close(channel);
            throw taken(folder, ours);
        } catch (IOException unwritable) {
            throw new StoreUnusableException(
                    "The store's folder " + folder + " can't be used: " + unwritable.getMessage(), unwritable);
        }
    }

    private static StoreUnusableException taken(Path folder, Exception cause) {
        return new StoreUnusableException(
                "The store's folder " + folder + " is in use by another explorer; give each a store.folder of its own.",
                cause);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
