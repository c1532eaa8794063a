package dev.pulse.marketplace.store;

import java.nio.file.Path;

/**
 * Where an explorer keeps what it has read.
 *
 * @param folder a folder of its own on a local disk; made where it is missing
 */
public record StoreSettings(Path folder) {
    /** @throws IllegalArgumentException when there is no folder */
    public StoreSettings {
        if (folder == null || folder.toString().isEmpty()) {
            throw new IllegalArgumentException("store.folder must be a folder");
        }
    }
}
