package dev.pulse.standalone.embedded;

import dev.pulse.standalone.secure.SecureFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker, with its KRaft controller, in this process: one node, data on disk, everything a client can ask of
 * a released broker. It formats its folder on first use and keeps its data across restarts.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Transaction protocol 2 (KIP-890): a producer that was fenced can't leave its transaction hanging. */
    private static final short TRANSACTION_VERSION = 2;

    private static final String CLIENTS = "CLIENTS";
    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts the only broker of a cluster; see {@link #start(BrokerSettings)}. */
    public static EmbeddedBroker start(Path folder, String address, int port, int controllerPort) {
        return start(BrokerSettings.alone(folder, address, port, controllerPort));
    }

    /**
     * Formats the folder where that has not been done, and starts the broker. Returns when it accepts clients, which one
     * of several does when most of them are there.
     *
     * @throws IllegalStateException when it can't be started; the message says why
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        Properties properties;
        Properties client = new Properties();
        try {
            properties = properties(settings);
            if (settings.secure() != null) {
                try (Reader file = Files.newBufferedReader(settings.secure().client(SecureFolder.ADMIN))) {
                    client.load(file);
                }
            }
            Files.createDirectories(settings.folder());
            format(settings);
        } catch (Exception failure) {
            throw new IllegalStateException(
                    "Kafka's folder " + settings.folder() + " can't be used: " + failure.getMessage(), failure);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        EmbeddedBroker broker = new EmbeddedBroker(server, settings.address() + ":" + settings.port());
        broker.awaitReady(client);
        return broker;
    }

    /** Where clients connect: {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shuts down in order, so that the next start has nothing to recover. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(BrokerSettings settings) throws IOException {
        String listener = settings.address() + ":" + settings.port();
        String replicas = Integer.toString(settings.replicationFactor());
        String inSync = Integer.toString(settings.minInSyncReplicas());
        Properties all = new Properties();
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(settings.id()));
        all.put("controller.quorum.voters", settings.quorum());
        all.put("controller.listener.names", CONTROLLER);
        all.put(
                "listeners",
                CLIENTS + "://" + listener + "," + CONTROLLER + "://"
                        + settings.voters().get(settings.id()));
        all.put("advertised.listeners", CLIENTS + "://" + settings.address() + ":" + settings.advertisedPort());
        all.put(
                "listener.security.protocol.map",
                CLIENTS + ":" + settings.clientProtocol() + "," + CONTROLLER + ":" + settings.controllerProtocol());
        if (settings.secure() != null) {
            all.putAll(settings.secure().broker(CLIENTS, CONTROLLER));
        }
        all.put("inter.broker.listener.name", CLIENTS);
        all.put("log.dirs", settings.folder().toString());
        all.put("auto.create.topics.enable", "false");
        all.put("default.replication.factor", replicas);
        all.put("min.insync.replicas", inSync);
        // Few partitions are enough for the internal topics of a cluster this small.
        all.put("offsets.topic.replication.factor", replicas);
        all.put("offsets.topic.num.partitions", "4");
        all.put("transaction.state.log.replication.factor", replicas);
        all.put("transaction.state.log.min.isr", inSync);
        all.put("transaction.state.log.num.partitions", "4");
        all.put("share.coordinator.state.topic.replication.factor", replicas);
        all.put("share.coordinator.state.topic.min.isr", inSync);
        all.put("share.coordinator.state.topic.num.partitions", "1");
        // A group that starts has all its members in this process; there is nobody to wait for.
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("controlled.shutdown.enable", "true");
        return all;
    }

    private static void format(BrokerSettings settings) throws Exception {
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Formatter formatter = new Formatter()
                    .setPrintStream(quiet)
                    .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setNodeId(settings.id())
                    .setClusterId(clusterId(settings))
                    .setDirectories(List.of(settings.folder().toString()))
                    .setMetadataLogDirectory(settings.folder().toString())
                    .setControllerListenerName(CONTROLLER)
                    .setIgnoreFormatted(true);
            if (settings.secure() != null) {
                formatter.setScramArguments(settings.secure().scram());
            }
            formatter.run();
        }
    }

    /** What is asked for, or what the folder was formatted with: Kafka refuses a folder of another cluster. */
    private static String clusterId(BrokerSettings settings) throws IOException {
        if (settings.clusterId() != null) {
            return settings.clusterId();
        }
        return new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(settings.folder().toString())
                .load()
                .clusterId()
                .orElseGet(() -> Uuid.randomUuid().toString());
    }

    private void awaitReady(Properties client) {
        client.put("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(client)) {
            FeatureMetadata features =
                    admin.describeFeatures().featureMetadata().get(30, TimeUnit.SECONDS);
            var transactions = features.finalizedFeatures().get("transaction.version");
            if (transactions == null || transactions.maxVersionLevel() < TRANSACTION_VERSION) {
                throw new IllegalStateException("the broker runs transaction.version "
                        + (transactions == null ? 0 : transactions.maxVersionLevel())
                        + "; exactly-once needs 2 (KIP-890)");
            }
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Kafka did not answer on " + bootstrapServers, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
