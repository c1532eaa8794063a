package dev.pulse.agent.farm;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Farm;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.rpc.LedgerException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer show}: what the ledger knows of somebody. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "What the ledger knows: SPORE, farms and their nodes.")
public final class FarmerShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "The folder of the farmer's key.")
    private Path dir;

    @Override
    public Integer call() throws InterruptedException {
        return ledger.run(spec, client -> {
            Account account = AccountStore.load(dir).account();
            PrintWriter out = spec.commandLine().getOut();
            BigDecimal spore = new BigDecimal(new Spore(client).balance(account))
                    .divide(new BigDecimal(Spore.ONE))
                    .stripTrailingZeros();
            out.println("account     " + account);
            out.println("SPORE       " + spore.toPlainString());
            farms(client, account, out);
        });
    }

    private static void farms(LedgerClient client, Account account, PrintWriter out)
            throws LedgerException, InterruptedException {
        Hosting hosting = new Hosting(client);
        String after = null;
        do {
            Page<Farm> page = hosting.farmsOf(account, after);
            for (Farm farm : page.items()) {
                out.println("farm        " + farm.farmId() + " (" + farm.name() + ")");
                nodes(hosting, farm, out);
            }
            after = page.next();
        } while (after != null);
    }

    private static void nodes(Hosting hosting, Farm farm, PrintWriter out)
            throws LedgerException, InterruptedException {
        String after = null;
        do {
            Page<RegisteredNode> page = hosting.nodesOf(farm.farmId(), after);
            page.items().forEach(node -> out.println("  node      " + node.nodeId() + "  " + node.identity()));
            after = page.next();
        } while (after != null);
    }
}
