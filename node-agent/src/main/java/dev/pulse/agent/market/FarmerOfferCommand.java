package dev.pulse.agent.market;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer publish} and {@code pulse farmer price}: the same question, whether a node is on offer yet or not. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class FarmerOfferCommand implements Callable<Integer> {
    private final String verb;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "The node.")
    private String node;

    @ArgGroup(multiplicity = "1")
    private PriceOption price;

    /** @param verb publish or price */
    public FarmerOfferCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.run(
                spec,
                market -> SessionOption.say(
                        spec,
                        market.post("/api/dashboard/nodes/" + node + "/" + verb, price.body()),
                        verb + "  " + node));
    }
}
