package dev.pulse.standalone.kafka;

import dev.pulse.schemas.access.AccessAdmin;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse access grant}: makes Kafka's access lists what they ought to be. */
@Command(
        name = "grant",
        description = {
            "Gives Pulse's users on Kafka what they need and takes back what they don't; other users' rights stay.",
            "Run it as a user who may alter the cluster; users and their passwords or certificates are made with Kafka's own tools."
        },
        mixinStandardHelpOptions = true)
public final class AccessGrantCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--dry-run", description = "Says what would change, and changes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (AccessAdmin admin = new AccessAdmin(kafka.settings())) {
            AccessAdmin.Changes changes = admin.changes();
            changes.missing().forEach(binding -> out.println("+ " + AccessAdmin.line(binding)));
            changes.surplus().forEach(binding -> out.println("- " + AccessAdmin.line(binding)));
            if (!dryRun) {
                admin.make(changes);
            }
            out.printf(
                    "%s: %d given, %d taken back%n",
                    dryRun ? "would change" : "done",
                    changes.missing().size(),
                    changes.surplus().size());
            out.flush();
            return 0;
        } catch (KafkaUnusableException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
