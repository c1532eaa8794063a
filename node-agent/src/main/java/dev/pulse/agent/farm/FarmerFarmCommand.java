package dev.pulse.agent.farm;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.ledger.contract.Farm;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer farm}: a farm on the ledger. */
@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        description = "Makes a farm on the ledger. One that is the farmer's already is left as it is.")
public final class FarmerFarmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "The folder of the farmer's key.")
    private Path dir;

    @Option(
            names = "--farm",
            required = true,
            paramLabel = "F",
            description = "The farm's name on the ledger (a-z, 0-9 and hyphens, at most 64).")
    private String farm;

    @Option(names = "--name", paramLabel = "TEXT", description = "What people call it (default: the same).")
    private String name;

    @Override
    public Integer call() throws InterruptedException {
        return ledger.run(spec, client -> {
            TransactionSigner farmer = AccountStore.load(dir).transactionSigner();
            Hosting hosting = new Hosting(client);
            Optional<Farm> known =
                    hosting.farm(farm).filter(found -> found.owner().equals(farmer.key()));
            Farm made = known.isPresent() ? known.get() : hosting.createFarm(farmer, farm, name == null ? farm : name);
            spec.commandLine().getOut().println("farm        " + made.farmId() + " (" + made.name() + ")");
            spec.commandLine().getOut().println("owner       " + made.owner());
        });
    }
}
