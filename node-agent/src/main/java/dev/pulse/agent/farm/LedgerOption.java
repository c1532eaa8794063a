package dev.pulse.agent.farm;

import dev.pulse.agent.key.KeyFileException;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.RpcSettings;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which ledger a command talks to, and what it says when that fails. */
public final class LedgerOption {
    @Option(
            names = "--ledger",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8088",
            description = "JSON-RPC endpoints of the ledger, the preferred one first (default: ${DEFAULT-VALUE}).")
    private List<URI> endpoints;

    /** What a command does with the ledger. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void with(LedgerClient ledger) throws LedgerException, KeyFileException, InterruptedException;
    }

    /** Does it; 0, or 1 with a sentence on the error output. */
    public int run(CommandSpec spec, Work work) throws InterruptedException {
        RpcSettings settings;
        try {
            settings = RpcSettings.of(endpoints);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--ledger: " + e.getMessage(), e);
        }
        try (LedgerClient ledger = new LedgerClient(settings)) {
            work.with(ledger);
            return 0;
        } catch (LedgerException.Refused e) {
            spec.commandLine().getErr().println(sentence(e));
        } catch (LedgerException | KeyFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
        }
        return 1;
    }

    private static String sentence(LedgerException.Refused refused) {
        return switch (refused.code()) {
            case "UNKNOWN_ACCOUNT", "SignerDoesNotExist", "UNKNOWN_ACCESS_KEY" ->
                "The ledger does not know this account yet. On a development ledger, get something from its faucet: "
                        + "pulse farmer faucet --account ACCOUNT";
            case "METHOD_NOT_FOUND" -> "This ledger has no faucet.";
            default -> refused.getMessage();
        };
    }
}
