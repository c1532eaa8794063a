package dev.pulse.system.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.ingest.IngestConfiguration;
import dev.pulse.ingest.IngestServerFactory;
import dev.pulse.lifecycle.LifecycleConfiguration;
import dev.pulse.marketplace.MarketplaceConfiguration;
import dev.pulse.verifier.VerifierConfiguration;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.Configuration;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Configuration files as the services read them, with what the environment says over them. */
final class ServiceConfigurations {
    private static final Map<String, Class<? extends Configuration>> CLASSES = Map.of(
            "ingest", IngestConfiguration.class,
            "verifier", VerifierConfiguration.class,
            "lifecycle", LifecycleConfiguration.class,
            "marketplace", MarketplaceConfiguration.class);

    private static final Pattern PATHS = Pattern.compile("(?<![\\w:/.])/(?:var|etc)/[\\w./-]+");
    private static final Pattern HOSTS =
            Pattern.compile("https?://([A-Za-z0-9.-]+)|[\"\\s,]([a-z][a-z0-9.-]*):\\d{4,5}");

    private ServiceConfigurations() {}

    /** The services. */
    static Iterable<String> services() {
        return CLASSES.keySet();
    }

    /**
     * Reads one, and refuses what the service would refuse.
     *
     * @param options what {@code JDK_JAVA_OPTIONS} says: each {@code -Ddw.KEY=VALUE} wins over the file
     */
    static Configuration read(String service, String text, String options) throws IOException, ConfigurationException {
        ObjectMapper json = Jackson.newObjectMapper();
        json.registerSubtypes(IngestServerFactory.class);
        List<String[]> properties = Arrays.stream(options.split(" "))
                .filter(option -> option.startsWith("-Ddw."))
                .map(option -> option.substring(2).split("=", 2))
                .toList();
        properties.forEach(property -> System.setProperty(property[0], property[1]));
        try {
            return new YamlConfigurationFactory<>(CLASSES.get(service), Validators.newValidator(), json, "dw")
                    .build(path -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), service);
        } finally {
            properties.forEach(property -> System.clearProperty(property[0]));
        }
    }

    /** The files and folders that a configuration names. */
    static List<String> paths(String text) {
        return PATHS.matcher(text).results().map(found -> found.group()).toList();
    }

    /** The hosts that it names. */
    static List<String> hosts(String text) {
        return HOSTS.matcher(text)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
    }
}
