package dev.pulse.standalone.cli;

import dev.pulse.ledger.devnet.DevnetLedger;
import dev.pulse.ledger.devnet.DevnetSettings;
import dev.pulse.ledger.devnet.http.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse devnet-ledger}: the development ledger on its own. */
@Command(
        name = "devnet-ledger",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a ledger for development, until it is stopped: NEAR's JSON-RPC, the system contracts of "
                + "dev.hero, a faucet. Nothing on it is worth anything.")
public final class DevnetLedgerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pulse-data/ledger",
            description = "Folder of its blocks (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8088",
            description = "Port of its JSON-RPC (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String bind;

    @Option(
            names = "--finality",
            paramLabel = "T",
            defaultValue = "100ms",
            description = "How long after it was made a block counts as final (default: ${DEFAULT-VALUE}).")
    private Duration finality;

    @Option(
            names = "--errors-as-results",
            description = "Answers a contract's failure as older nodes do, as a result with an error in it.")
    private boolean errorsAsResults;

    @Option(names = "--slow", paramLabel = "PERCENT", description = "Answers so many requests late.")
    private int slow;

    @Option(
            names = "--slow-by",
            paramLabel = "T",
            defaultValue = "8s",
            description = "How late (default: ${DEFAULT-VALUE}).")
    private Duration slowBy;

    @Option(names = "--error", paramLabel = "PERCENT", description = "Fails so many requests.")
    private int error;

    @Option(
            names = "--garbage",
            paramLabel = "PERCENT",
            description = "Carries so many requests out, and answers something that is no JSON.")
    private int garbage;

    @Option(
            names = "--lost",
            paramLabel = "PERCENT",
            description = "Carries so many requests out, and closes the connection without an answer.")
    private int lost;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the draw of those (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Returns when it serves; its threads keep the process alive. */
    @Override
    public Integer call() {
        DevnetSettings settings;
        try {
            settings = DevnetSettings.in(data)
                    .withHost(bind)
                    .withPort(port)
                    .withFinality(finality)
                    .withErrorsAsResults(errorsAsResults)
                    .withFaults(new Faults.Plan(seed, slowBy, slow, error, garbage, lost, false));
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
        try {
            DevnetLedger ledger = DevnetLedger.start(settings, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ledger), "stop-ledger"));
            System.out.println("development ledger at " + ledger.uri() + ", blocks in " + data);
            return 0;
        } catch (IOException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }

    private static void stop(DevnetLedger ledger) {
        try {
            ledger.close();
        } catch (IOException e) {
            System.err.println("The development ledger did not stop as it should: " + e.getMessage());
        }
    }
}
