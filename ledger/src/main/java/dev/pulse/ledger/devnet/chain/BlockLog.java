package dev.pulse.ledger.devnet.chain;

import dev.pulse.ledger.borsh.BorshException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Blocks in one file, each after its length and its CRC-32C, forced to disk before anybody hears of it. What follows the
 * last whole block was being written when the process ended, and is cut off. A second process is kept out by a lock.
 */
final class BlockLog implements AutoCloseable {
    private static final String NAME = "blocks.log";
    private static final int HEAD = 2 * Integer.BYTES;
    /** Longer than any block that is made. */
    private static final int MAX_BLOCK = 1 << 30;

    private final FileChannel file;

    private BlockLog(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the log of a folder, which is made where it is missing, and reads it.
     *
     * @param each takes the blocks in order
     */
    static BlockLog open(Path folder, Consumer<Block> each) throws IOException {
        Files.createDirectories(folder);
        FileChannel file = FileChannel.open(
                folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, folder);
            long end = read(file, each);
            if (end < file.size()) {
                file.truncate(end);
                file.force(true);
            }
            file.position(end);
            return new BlockLog(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel file, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("Another development ledger uses " + folder + ".");
        }
    }

    /** Where the last whole block ends. */
    private static long read(FileChannel file, Consumer<Block> each) throws IOException {
        long end = 0;
        long size = file.size();
        // Closing the stream would close the file.
        @SuppressWarnings("StreamResourceLeak")
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), 1 << 16));
        while (size - end >= HEAD) {
            int length = in.readInt();
            int crc = in.readInt();
            if (length < 0 || length > MAX_BLOCK || length > size - end - HEAD) {
                break;
            }
            byte[] bytes = in.readNBytes(length);
            if (crc(bytes) != crc) {
                break;
            }
            try {
                each.accept(Block.of(bytes));
            } catch (BorshException e) {
                throw new IOException("A block is whole and can't be read.", e);
            }
            end += HEAD + length;
        }
        return end;
    }

    /** Writes a block, and returns when it is on disk. */
    void append(Block block) throws IOException {
        byte[] bytes = block.bytes();
        ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length)
                .putInt(bytes.length)
                .putInt(crc(bytes))
                .put(bytes)
                .flip();
        while (record.hasRemaining()) {
            file.write(record);
        }
        file.force(false);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
