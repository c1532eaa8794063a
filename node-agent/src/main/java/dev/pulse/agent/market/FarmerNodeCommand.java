package dev.pulse.agent.market;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer unpublish} and {@code pulse farmer retire}: what needs no more than a node. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class FarmerNodeCommand implements Callable<Integer> {
    private final String verb;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "The node.")
    private String node;

    /** @param verb unpublish or retire */
    public FarmerNodeCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.run(
                spec,
                market -> SessionOption.say(
                        spec, market.post("/api/dashboard/nodes/" + node + "/" + verb, null), verb + "  " + node));
    }
}
