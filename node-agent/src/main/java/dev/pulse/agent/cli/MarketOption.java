package dev.pulse.agent.cli;

import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Machine;
import dev.pulse.agent.node.Pause;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.Pairer;
import dev.pulse.domain.account.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whom a node is paired with, and where. */
final class MarketOption {
    @Option(
            names = "--marketplace",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The marketplace (default: ${DEFAULT-VALUE}).")
    private String marketplace;

    @Option(
            names = "--farmer",
            required = true,
            paramLabel = "ACCOUNT",
            description = "The farmer's account, 64 hex digits.")
    private String farmer;

    /** The marketplace's address. */
    String url() {
        return marketplace;
    }

    /** A client of the marketplace. */
    MarketClient client(CommandSpec spec) {
        try {
            return new MarketClient(marketplace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--marketplace: " + e.getMessage(), e);
        }
    }

    /** Pairs a node; whether it is paired then. */
    boolean pair(
            CommandSpec spec, MarketClient market, NodeIdentity identity, String farm, Path dir, InstantSource clock)
            throws InterruptedException {
        if (!Account.isImplicit(farmer)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--farmer must be 64 lower-case hex digits: named accounts belong to system contracts alone");
        }
        try (StopSignal stop = StopSignal.install()) {
            Pairer pairer = new Pairer(market, new Machine(Path.of("/proc"), dir), clock, Pause.until(stop.latch()));
            switch (pairer.pair(identity, new Account(farmer), farm)) {
                case Pairer.Result.Paired paired -> {
                    spec.commandLine()
                            .getOut()
                            .println("paired      " + identity.nodeId() + (paired.again() ? ", as before" : "")
                                    + (paired.verification().equals("mock") ? " (NOT checked with a ledger)" : ""));
                    return true;
                }
                case Pairer.Result.Refused refused ->
                    spec.commandLine()
                            .getErr()
                            .println("not paired: " + refused.detail() + " (" + refused.code() + ")");
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println("not paired: " + marketplace + " can't be reached: " + e);
        }
        return false;
    }
}
