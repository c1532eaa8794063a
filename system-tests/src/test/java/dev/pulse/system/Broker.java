package dev.pulse.system;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.standalone.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker that a test meets, on a loopback port of its own; it can be stopped and started again with its data. It
 * runs in this process, or, under {@code -Pcontainers}, as a released one in a container.
 */
public final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final int controllerPort;
    private ContainerBroker container;
    private EmbeddedBroker embedded;

    /** A broker on free ports that has not been started. */
    public Broker(Path folder) {
        this(folder, Http.freePorts());
    }

    private Broker(Path folder, int port) {
        this(folder, port, port + 1);
    }

    /** A broker on these ports that has not been started. */
    public Broker(Path folder, int port, int controllerPort) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Starts it, with the data that it left when it was last stopped. */
    public Broker start() {
        if (!ContainerBroker.WANTED) {
            embedded = EmbeddedBroker.start(folder, "127.0.0.1", port, controllerPort);
        } else if (container == null) {
            container = ContainerBroker.start(port);
        } else {
            container.startAgain();
        }
        return this;
    }

    /** How to reach it. */
    public KafkaSettings kafka() {
        return KafkaSettings.of("127.0.0.1:" + port);
    }

    /** An admin client of it. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port));
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
            embedded = null;
        }
        if (container != null) {
            container.pause();
        }
    }
}
