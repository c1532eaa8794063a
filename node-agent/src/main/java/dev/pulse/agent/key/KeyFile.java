package dev.pulse.agent.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        return written(file, () -> {
            makeFolder(dir);
            write(file, text(document));
        });
    }

    /**
     * Writes the file whole or not at all, even if the machine stops in between; in the place of one that is there.
     *
     * @param document what is to be in it
     */
    Path put(Path dir, ObjectNode document) throws KeyFileException {
        return put(dir, text(document));
    }

    /** The same with these bytes, whatever they are. */
    Path put(Path dir, byte[] bytes) throws KeyFileException {
        Path file = in(dir);
        return written(file, () -> {
            makeFolder(dir);
            Path begun = dir.resolve(name + ".tmp");
            // What was cut off here was never a key of anybody's.
            Files.deleteIfExists(begun);
            write(begun, bytes);
            move(begun, file);
        });
    }

    /** Gives this file the place of another one in the same folder, at once. */
    Path take(Path dir, KeyFile place) throws KeyFileException {
        Path file = place.in(dir);
        return written(file, () -> move(in(dir), file));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static byte[] text(ObjectNode document) {
        return (document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void makeFolder(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            Files.createDirectories(dir, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    /** Something that writes a file. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private Path written(Path file, Writing writing) throws KeyFileException {
        try {
            writing.run();
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    "There is a key already in " + file + ", and it is not overwritten: " + loss
                            + ". Choose another folder, or move that file away yourself.",
                    e);
        } catch (UnsupportedOperationException e) {
            throw new KeyFileException(
                    "The file system of " + file.getParent()
                            + " has no owner permissions, so a key cannot be kept private there. "
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

    /** What is in the file, at most as much as a key file has. */
    byte[] bytes(Path dir) throws KeyFileException {
        Path file = in(dir);
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
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
