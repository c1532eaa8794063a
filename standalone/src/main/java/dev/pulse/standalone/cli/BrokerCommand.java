package dev.pulse.standalone.cli;

import dev.pulse.standalone.embedded.BrokerSettings;
import dev.pulse.standalone.embedded.EmbeddedBroker;
import dev.pulse.standalone.secure.SecureFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse broker}: a Kafka broker on its own, alone or one of several, for trials with real processes. */
@Command(
        name = "broker",
        description = "Runs a Kafka broker with its controller, until it is stopped.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of its logs.")
    private Path data;

    @Option(names = "--port", required = true, paramLabel = "P", description = "Port of the broker, on loopback.")
    private int port;

    @Option(
            names = "--advertised-port",
            paramLabel = "P",
            description =
                    "Port that clients and other brokers are told, where a proxy stands before it (default: --port).")
    private Integer advertisedPort;

    @Option(names = "--id", paramLabel = "N", defaultValue = "1", description = "Its node id (default: 1).")
    private int id;

    @Option(
            names = "--voters",
            required = true,
            split = ",",
            paramLabel = "N=HOST:PORT",
            description = "Every controller of the cluster by node id, this one's among them.")
    private Map<Integer, String> voters;

    @Option(names = "--cluster-id", paramLabel = "ID", description = "The same for all brokers; needed by several.")
    private String clusterId;

    @Option(
            names = "--secure",
            paramLabel = "DIR",
            description = "Takes clients by TLS and SCRAM only, with the certificates and users that "
                    + "`pulse access init` made.")
    private Path secure;

    /** Returns when it accepts clients; its threads keep the process alive. */
    @Override
    public Integer call() {
        BrokerSettings settings;
        try {
            settings = new BrokerSettings(
                    id,
                    data,
                    "127.0.0.1",
                    port,
                    advertisedPort == null ? port : advertisedPort,
                    new TreeMap<>(voters),
                    clusterId,
                    secure == null ? null : SecureFolder.open(secure));
        } catch (IOException refused) {
            throw new ParameterException(
                    spec.commandLine(), "--secure " + secure + " can't be read: " + refused.getMessage(), refused);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
        System.out.println("broker " + id + " accepts clients on " + broker.bootstrapServers());
        return 0;
    }
}
