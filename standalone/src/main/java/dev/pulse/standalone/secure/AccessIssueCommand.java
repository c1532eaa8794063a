package dev.pulse.standalone.secure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse access issue}: a certificate for a service's HTTP, made anew each time. */
@Command(
        name = "issue",
        description = "Makes a certificate for a service's HTTP, signed by the authority of the folder. Made again, it "
                + "replaces the former one, which a running service takes up.",
        mixinStandardHelpOptions = true)
public final class AccessIssueCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Made by: pulse access init.")
    private Path folder;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the service is called.")
    private String name;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "localhost,127.0.0.1",
            split = ",",
            description = "Names and addresses under which it is reached (default: ${DEFAULT-VALUE}).")
    private List<String> hosts;

    @Override
    public Integer call() {
        try {
            SecureFolder.Issued issued = SecureFolder.open(folder).issue(name, hosts);
            PrintWriter out = spec.commandLine().getOut();
            out.println("service  keyStorePath: " + issued.keyStore() + ", keyStorePassword: what is in "
                    + issued.password());
            out.println("clients  --cacert " + issued.authority());
            out.flush();
            return 0;
        } catch (IOException | IllegalArgumentException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
