package dev.pulse.system;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.standalone.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A real broker on free ports of the loopback, which can be stopped and started again with its data. */
public final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port = Http.freePorts();
    private EmbeddedBroker broker;

    /** A broker that has not been started. */
    public Broker(Path folder) {
        this.folder = folder;
    }

    /** Starts it. */
    public Broker start() {
        broker = EmbeddedBroker.start(folder, "127.0.0.1", port, port + 1);
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
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }
}
