package dev.pulse.standalone.kafka;

import dev.pulse.standalone.secure.SecureFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse access init}: certificates and passwords for a secured cluster on one machine. */
@Command(
        name = "init",
        description =
                "Makes certificates, users and their client files for a secured Kafka on machines of one's own: for "
                        + "trials. In Kubernetes Strimzi does this.",
        mixinStandardHelpOptions = true)
public final class AccessInitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "A folder that does not exist yet.")
    private Path folder;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "localhost,127.0.0.1",
            split = ",",
            description = "Names and addresses under which brokers are reached (default: ${DEFAULT-VALUE}).")
    private List<String> hosts;

    @Override
    public Integer call() {
        try {
            SecureFolder made = SecureFolder.create(folder, hosts);
            PrintWriter out = spec.commandLine().getOut();
            out.println("brokers   pulse broker --secure " + folder + " ...");
            out.println("admin     --kafka-config " + made.client(SecureFolder.ADMIN));
            out.println("services  kafka: {configFile: " + made.client("pulse-SERVICE") + "}");
            out.flush();
            return 0;
        } catch (IOException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
