package dev.pulse.agent.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A JSON file with a key in it, that its owner alone can read: created with mode 600 (never wider, not even for a moment),
 * a new folder with mode 700. An existing one is never overwritten, and one that somebody else may read or write is not
 * used: whoever read it can speak as its owner.
 *
 * @param name of the file in its folder
 * @param format what its field {@code format} says
 * @param loss what is lost with the key, as in "a node that loses its key loses its name"
 * @param maker the command that makes one, without its {@code --dir}
 */
record KeyFile(String name, String format, String loss, String maker) {
    /** A key file is a few hundred bytes; a larger one is not a key file. */
    private static final int MAX_BYTES = 4096;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Path in(Path dir) {
        return dir.resolve(name);
    }

    /** A document that says the format, to which the caller adds what is its own, and then {@link #addKey}. */
    ObjectNode document() {
        return JSON.createObjectNode().put("format", format);
    }

    static ObjectNode addKey(ObjectNode document, NodeKey key) {
        return document.put("account", key.account().hex())
                .put("public_key", key.publicKeyText())
                .put("seed", HexFormat.of().formatHex(key.seed()));
    }

    /** Writes a new file. */
    Path create(Path dir, ObjectNode document) throws KeyFileException {
        Path file = in(dir);
        String text = document.toPrettyString() + "\n";
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
                    "There is a key already in " + file + ", and it is not overwritten: " + loss
                            + ". Choose another folder, or move that file away yourself.",
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

    /** Reads what {@link #create} wrote. */
    JsonNode load(Path dir) throws KeyFileException {
        Path file = in(dir);
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
            JsonNode document = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (!format.equals(document.path("format").asText())) {
                throw damaged(file, "its format is not " + format, null);
            }
            return document;
        } catch (NoSuchFileException e) {
            throw new KeyFileException("There is no key in " + dir + ". Make one with: " + maker + " --dir " + dir, e);
        } catch (JsonProcessingException e) {
            throw damaged(file, "it is not JSON", e);
        } catch (KeyFileException e) {
            throw e;
        } catch (IOException e) {
            throw new KeyFileException("The key file " + file + " cannot be read: " + reason(e) + ".", e);
        }
    }

    /** The key in a document, if it is the one of the account that stands beside it. */
    NodeKey key(Path dir, JsonNode document) throws KeyFileException {
        Path file = in(dir);
        try {
            NodeKey key =
                    NodeKey.ofSeed(HexFormat.of().parseHex(document.path("seed").asText()));
            if (!key.account().hex().equals(document.path("account").asText())) {
                throw damaged(file, "its account is not that of its seed", null);
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    static KeyFileException damaged(Path file, String why, Throwable cause) {
        return new KeyFileException(
                "The key file " + file + " is damaged: " + why + ". Restore it from your copy.", cause);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
