package dev.pulse.standalone.kafka;

import dev.pulse.schemas.serde.RegistrySettings;
import java.net.URI;
import picocli.CommandLine.Option;

/** Where the schemas are that records are written in. */
public final class RegistryOption {
    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8084/apis/registry/v3",
            description = "The schema registry (default: ${DEFAULT-VALUE}).")
    private URI url;

    /** What was said. */
    public RegistrySettings settings() {
        return new RegistrySettings(url);
    }
}
