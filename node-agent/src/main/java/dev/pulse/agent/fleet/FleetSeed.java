package dev.pulse.agent.fleet;

import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.verdict.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What all keys and facts of a fleet are derived from, so that a fleet that starts again is the same fleet. Kept in a
 * file of mode 600, since whoever has it can speak as every node of the fleet.
 */
public final class FleetSeed {
    /** Name of the file inside a fleet's folder. */
    public static final String FILE_NAME = "fleet-seed";

    private static final int LENGTH = 32;

    private final byte[] seed;

    private FleetSeed(byte[] seed) {
        this.seed = seed;
    }

    /** The seed of a text that a person chose; the same text is always the same fleet. */
    public static FleetSeed of(String text) {
        return new FleetSeed(Sha256.hash(("pulse-fleet-seed\0" + text).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The seed of a folder; made, with the folder, where there is none.
     *
     * @throws IOException when it cannot be read or made, or is damaged; the message is a sentence
     */
    public static FleetSeed loadOrCreate(Path dir, SecureRandom random) throws IOException {
        Path file = dir.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[LENGTH];
            random.nextBytes(fresh);
            Files.createDirectories(dir);
            try (FileChannel out = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                out.write(
                        ByteBuffer.wrap((HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
                return new FleetSeed(fresh);
            } catch (FileAlreadyExistsException e) {
                // Another fleet was quicker: it is the same fleet then.
                return read(file);
            }
        }
        return read(file);
    }

    private static FleetSeed read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(
                    "The fleet seed " + file + " is damaged: it is not 64 hex digits. Restore it, or remove "
                            + "it to start a new fleet whose nodes are strangers to the old ones' names.");
        }
        return new FleetSeed(HexFormat.of().parseHex(text));
    }

    /** The key of a node, or with another role the key of somebody who claims to be it. */
    NodeKey key(String role, String nodeId) {
        return NodeKey.ofSeed(derive(role, nodeId));
    }

    /** A source of draws for one purpose of one node: the same in every run. */
    SplittableRandom random(String purpose, String nodeId) {
        return new SplittableRandom(ByteBuffer.wrap(derive(purpose, nodeId)).getLong());
    }

    private byte[] derive(String purpose, String nodeId) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(seed);
        input.writeBytes((purpose + "\0" + nodeId).getBytes(StandardCharsets.UTF_8));
        return Sha256.hash(input.toByteArray());
    }
}
