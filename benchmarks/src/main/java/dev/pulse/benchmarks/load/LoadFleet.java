package dev.pulse.benchmarks.load;

import dev.pulse.domain.verdict.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The keys of a fleet, all derived from one text, so that the same text is the same fleet in every run. Public keys cost
 * more to make than a signature, so they are kept in a file.
 */
final class LoadFleet {
    private static final int KEY_LENGTH = Ed25519.PUBLIC_KEY_SIZE;

    private final byte[] secret;
    private final int nodes;
    private final MappedByteBuffer publicKeys;

    private LoadFleet(byte[] secret, int nodes, MappedByteBuffer publicKeys) {
        this.secret = secret;
        this.nodes = nodes;
        this.publicKeys = publicKeys;
    }

    /**
     * The fleet of a text; its public keys are made where the folder does not have them yet.
     *
     * @param folder where the public keys are kept
     * @param text what the keys derive from
     * @param nodes how many there are, 1 to 10,000,000
     * @param threads threads that make keys
     */
    static LoadFleet open(Path folder, String text, int nodes, int threads) throws IOException {
        byte[] secret = Sha256.hash(("pulse-load-fleet\0" + text).getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(
                "keys-" + Long.toHexString(ByteBuffer.wrap(secret).getLong()) + "-" + nodes);
        if (!Files.exists(file) || Files.size(file) != (long) nodes * KEY_LENGTH) {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve(
                    file.getFileName() + "." + ProcessHandle.current().pid());
            make(unfinished, secret, nodes, threads);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new LoadFleet(secret, nodes, in.map(FileChannel.MapMode.READ_ONLY, 0, (long) nodes * KEY_LENGTH));
        }
    }

    private static void make(Path file, byte[] secret, int nodes, int threads) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer keys = out.map(FileChannel.MapMode.READ_WRITE, 0, (long) nodes * KEY_LENGTH);
            Shares.of(nodes, threads, (from, to) -> {
                byte[] key = new byte[KEY_LENGTH];
                for (int node = from; node < to; node++) {
                    Ed25519.generatePublicKey(seed(secret, node), 0, key, 0);
                    keys.put(node * KEY_LENGTH, key);
                }
            });
            keys.force();
        }
    }

    /** How many nodes there are. */
    int nodes() {
        return nodes;
    }

    /** The secret of a node, 32 bytes. */
    byte[] seed(int node) {
        return seed(secret, node);
    }

    /** The public key of a node, 32 bytes. */
    byte[] publicKey(int node) {
        byte[] key = new byte[KEY_LENGTH];
        publicKeys.get(node * KEY_LENGTH, key);
        return key;
    }

    private static byte[] seed(byte[] secret, int node) {
        byte[] input = new byte[secret.length + Integer.BYTES];
        ByteBuffer.wrap(input).put(secret).putInt(node);
        return Sha256.hash(input);
    }
}
