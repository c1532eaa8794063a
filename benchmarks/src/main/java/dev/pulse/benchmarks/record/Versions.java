package dev.pulse.benchmarks.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** The versions of what is measured, as the build knows them. */
final class Versions {
    private static final String FILE = "/benchmark-versions.properties";

    private Versions() {}

    /** By name, in the order of the names. */
    static Map<String, String> measured() {
        Properties properties = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream(FILE)) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the build's own list of versions can't be read", unreadable);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        new TreeSet<>(properties.stringPropertyNames())
                .forEach(name -> versions.put(name, properties.getProperty(name)));
        return versions;
    }
}
