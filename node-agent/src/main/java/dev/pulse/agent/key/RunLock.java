package dev.pulse.agent.key;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one agent at a time run for a key: two that take turns would look like one that replays. Whoever changes the key
 * holds it too, so that no agent goes on with the old one.
 */
public final class RunLock implements AutoCloseable {
    private static final String FILE_NAME = "agent.lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a node's folder, or does without in a folder that cannot be written to; the system frees it when the process ends, however it ends.
     *
     * @throws IOException when another agent holds it, or it cannot be asked for; the message is a sentence
     */
    public static RunLock take(Path dir) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(dir.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            // A folder that is read-only on purpose: the key is all that is needed.
            return new RunLock(null);
        }
        if (isFree(channel)) {
            return new RunLock(channel);
        }
        channel.close();
        throw new IOException("Another agent runs for the key in " + dir + ". Two for one key would look like replays: "
                + "stop the other one first.");
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
