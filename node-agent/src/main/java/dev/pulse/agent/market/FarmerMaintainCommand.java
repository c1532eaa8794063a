package dev.pulse.agent.market;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer maintain}: a window that uptime does not count, from now on. */
@Command(
        name = "maintain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Announces maintenance of a node from now on; --lasts 0s ends it.")
public final class FarmerMaintainCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "The node.")
    private String node;

    @Option(names = "--lasts", required = true, paramLabel = "T", description = "How long, a week at most: 2h, 30m.")
    private Duration lasts;

    /** @param clock this machine's */
    public FarmerMaintainCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        long until = clock.instant().plus(lasts).getEpochSecond();
        return session.run(
                spec,
                market -> SessionOption.say(
                        spec,
                        market.post(
                                "/api/dashboard/nodes/" + node + "/maintenance",
                                MarketSession.object().put("until", until)),
                        "maintain  " + node));
    }
}
