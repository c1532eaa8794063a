package dev.pulse.telemetry.trace;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The {@code tracing} block of a service: where spans are sent (docs/guides/watch.md). Without an endpoint none are. */
public class TracingSettings {
    /** Name of the environment variable that wins over {@code endpoint}, as OpenTelemetry names it. */
    public static final String VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @JsonProperty
    private String endpoint;

    /**
     * {@code endpoint}: base address of a collector that takes OTLP over HTTP, for example {@code http://127.0.0.1:4318};
     * spans go to {@code /v1/traces} below it. The variable {@value #VARIABLE}, where it is set, wins.
     *
     * @param environment the process's environment variables
     * @return empty where nothing is to be sent
     * @throws IllegalArgumentException naming where it was read, when it is no http(s) address
     */
    public Optional<URI> endpoint(Map<String, String> environment) {
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return Optional.of(address(VARIABLE, variable));
        }
        return endpoint == null || endpoint.isBlank()
                ? Optional.empty()
                : Optional.of(address("tracing.endpoint", endpoint));
    }

    private static URI address(String from, String text) {
        URI address;
        try {
            address = URI.create(text.strip());
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(from + " must be an http(s) address, not " + text, unreadable);
        }
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null) {
            throw new IllegalArgumentException(from + " must be an http(s) address, not " + text);
        }
        return address;
    }
}
