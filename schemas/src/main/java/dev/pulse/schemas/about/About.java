package dev.pulse.schemas.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Which service this is, and which build of it: part of every service's answer at {@code /ready}.
 *
 * @param service for example {@code ingest}
 * @param version of Pulse
 * @param commit the commit that it was built from, {@code unknown} where the build was not told
 * @param startedAt when its process started
 */
public record About(String service, String version, String commit, Instant startedAt) {
    private static final String BUILD = "build.properties";

    /** This process. */
    public static About of(String service) {
        Properties build = new Properties();
        try (InputStream file = About.class.getResourceAsStream(BUILD)) {
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new About(
                service,
                build.getProperty("version"),
                build.getProperty("commit"),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }

    /** As answers spell it; the time in unix seconds. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", service);
        fields.put("version", version);
        fields.put("commit", commit);
        fields.put("started_at", startedAt.getEpochSecond());
        return fields;
    }
}
