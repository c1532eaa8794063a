package dev.pulse.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name under which an instance is a static member of its group (KIP-345). It lives beside the stores: who starts
 * again on them is the same member at once, and need not wait until the group has given up the one that was killed.
 */
final class InstanceId {
    private InstanceId() {}

    /**
     * The name in this folder; made where there is none.
     *
     * @throws UncheckedIOException when the folder can't be read or written
     */
    static String in(StreamSettings settings) {
        Path file = settings.stateDir().resolve(settings.applicationId() + ".instance");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Path fresh = file.resolveSibling(file.getFileName() + ".new");
                Files.writeString(fresh, UUID.randomUUID().toString());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("the instance's name can't be kept in " + file, failure);
        }
    }
}
