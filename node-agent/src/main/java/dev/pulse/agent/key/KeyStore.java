package dev.pulse.agent.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The file that holds a node's key: {@code node-key.json} in the node's folder.
 *
 * <pre>{@code
 * {
 *   "format" : "pulse-node-key-1",
 *   "node_id" : "node-1a2b3c4d5e6f",
 *   "account" : "<64 hex digits: the public key>",
 *   "public_key" : "ed25519:<base58>",
 *   "seed" : "<64 hex digits: the secret>"
 * }
 * }</pre>
 *
 * The file is created with mode 600 (never wider, not even for a moment), a new folder with mode 700. An existing key is
 * never overwritten, and a file that somebody else may read or write is not used: whoever read it can speak as the node.
 */
public final class KeyStore {
    /** Name of the key file inside the node's folder. */
    public static final String FILE_NAME = "node-key.json";

    private static final String FORMAT = "pulse-node-key-1";
    /** A key file is a few hundred bytes; a larger one is not a key file. */
    private static final int MAX_BYTES = 4096;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private KeyStore() {}

    /** The key file of a folder. */
    public static Path fileIn(Path dir) {
        return dir.resolve(FILE_NAME);
    }

    /**
     * Writes a new key file.
     *
     * @param dir the node's folder; created with mode 700 where it does not exist
     * @throws KeyFileException when there is a key already, or the file cannot be written
     */
    public static Path create(Path dir, NodeIdentity identity) throws KeyFileException {
        Path file = fileIn(dir);
        String text = render(identity);
        try {
            if (!Files.isDirectory(dir)) {
                Files.createDirectories(dir, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            }
            try (FileChannel out = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    "There is a key already in " + file
                            + ", and it is not overwritten: a node that loses its key loses "
                            + "its name. Choose another folder, or move that file away yourself.",
                    e);
        } catch (UnsupportedOperationException e) {
            throw new KeyFileException(
                    "The file system of " + dir + " has no owner permissions, so a key cannot be kept private there. "
                            + "Choose a folder on another file system.",
                    e);
        } catch (IOException e) {
            throw new KeyFileException("The key file " + file + " cannot be written: " + reason(e) + ".", e);
        }
    }

    /**
     * Reads the key of a folder.
     *
     * @throws KeyFileException when there is none, when others may read or write it, or when it is damaged
     */
    public static NodeIdentity load(Path dir) throws KeyFileException {
        Path file = fileIn(dir);
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw new KeyFileException("The key file " + file + " is open to others ("
                        + PosixFilePermissions.toString(mode)
                        + "), so it is not used. If nobody can have read it, run: "
                        + "chmod 600 " + file + " ; otherwise make a new key.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw damaged(file, "it is longer than " + MAX_BYTES + " bytes", null);
            }
            return parse(file, JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            throw new KeyFileException(
                    "There is no key in " + dir + ". Make one with: pulse node init --dir " + dir, e);
        } catch (JsonProcessingException e) {
            throw damaged(file, "it is not JSON", e);
        } catch (KeyFileException e) {
            throw e;
        } catch (IOException e) {
            throw new KeyFileException("The key file " + file + " cannot be read: " + reason(e) + ".", e);
        }
    }

    private static String render(NodeIdentity identity) throws KeyFileException {
        NodeKey key = identity.key();
        var document = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("node_id", identity.nodeId())
                .put("account", key.account().hex())
                .put("public_key", key.publicKeyText())
                .put("seed", HexFormat.of().formatHex(key.seed()));
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new KeyFileException("The key cannot be written as JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static NodeIdentity parse(Path file, JsonNode document) throws KeyFileException {
        if (!FORMAT.equals(document.path("format").asText())) {
            throw damaged(file, "its format is not " + FORMAT, null);
        }
        try {
            byte[] seed = HexFormat.of().parseHex(document.path("seed").asText());
            NodeIdentity identity = new NodeIdentity(document.path("node_id").asText(), NodeKey.ofSeed(seed));
            if (!identity.key().account().hex().equals(document.path("account").asText())) {
                throw damaged(file, "its account is not that of its seed", null);
            }
            return identity;
        } catch (IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static KeyFileException damaged(Path file, String why, Throwable cause) {
        return new KeyFileException(
                "The key file " + file + " is damaged: " + why + ". Restore it from your copy.", cause);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
