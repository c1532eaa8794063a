package dev.pulse.agent.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this agent was built as. */
public final class AgentVersion {
    private AgentVersion() {}

    /** For example {@code 0.1.0}; written into the heartbeats' {@code version}. */
    public static String get() {
        Properties properties = new Properties();
        try (InputStream in = AgentVersion.class.getResourceAsStream("agent.properties")) {
            if (in == null) {
                throw new IllegalStateException("agent.properties is missing from the build");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
