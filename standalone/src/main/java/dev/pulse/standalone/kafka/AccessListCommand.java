package dev.pulse.standalone.kafka;

import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.access.Grant;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse access list}: the list, for people. */
@Command(name = "list", description = "Prints what each user may do.", mixinStandardHelpOptions = true)
public final class AccessListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Actor actor : Actor.values()) {
            out.println(actor.user());
            for (Grant grant : Access.of(actor)) {
                out.printf(
                        "  %-17s %-38s %s%n",
                        grant.resource().resourceType().name().toLowerCase(java.util.Locale.ROOT),
                        grant.resource().name() + (grant.resource().patternType() == PatternType.PREFIXED ? "*" : ""),
                        grant.operations().stream().sorted().map(Enum::name).collect(Collectors.joining(", ")));
            }
        }
        out.flush();
        return 0;
    }
}
