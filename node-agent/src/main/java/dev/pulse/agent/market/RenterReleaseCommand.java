package dev.pulse.agent.market;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse renter release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gives slices back; the hours that have not begun are paid back.")
public final class RenterReleaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Option(names = "--reservation", required = true, paramLabel = "R", description = "The reservation.")
    private String reservation;

    @Override
    public Integer call() throws InterruptedException {
        return session.run(
                spec,
                market -> SessionOption.say(
                        spec,
                        market.post("/api/reservations/" + reservation + "/release", null),
                        "released    " + reservation));
    }
}
