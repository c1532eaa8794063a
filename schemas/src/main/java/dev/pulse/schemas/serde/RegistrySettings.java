package dev.pulse.schemas.serde;

import java.net.URI;

/**
 * How to reach the schema registry: the {@code registry} block of every service's configuration.
 *
 * @param url base address of the registry's core API, for example {@code http://127.0.0.1:8084/apis/registry/v3}. Who asks
 *     may stand in it, as {@code https://user:password@host/...}, percent-encoded; it is never shown
 */
public record RegistrySettings(URI url) {
    public RegistrySettings {
        if (url == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
            throw new IllegalArgumentException("registry.url must be an http(s) address, not " + withoutUser(url));
        }
    }

    /** The address without who asks. */
    URI shown() {
        return URI.create(withoutUser(url));
    }

    private static String withoutUser(URI url) {
        return String.valueOf(url).replaceFirst("[^/]*@", "");
    }

    @Override
    public String toString() {
        return "the schema registry at " + shown();
    }
}
