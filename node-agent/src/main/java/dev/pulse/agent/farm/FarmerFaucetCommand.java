package dev.pulse.agent.farm;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.domain.account.Account;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse farmer faucet}: something to begin with, on a development ledger. */
@Command(
        name = "faucet",
        mixinStandardHelpOptions = true,
        description = "Asks a development ledger to make an account and give it SPORE, which is worth nothing there.")
public final class FarmerFaucetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOption ledger;

    @ArgGroup(multiplicity = "1")
    private Whom whom;

    /** An account, or the folder of its key. */
    static final class Whom {
        @Option(names = "--dir", paramLabel = "D", description = "The folder of the account's key.")
        private Path dir;

        @Option(
                names = "--account",
                paramLabel = "HEX",
                description = "The account, 64 hex digits: a node's, for example.")
        private String account;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (whom.account != null && !Account.isImplicit(whom.account)) {
            throw new ParameterException(spec.commandLine(), "--account must be 64 lower-case hex digits");
        }
        return ledger.run(spec, client -> {
            Account account = whom.account != null
                    ? new Account(whom.account)
                    : AccountStore.load(whom.dir).account();
            client.faucet(account);
            spec.commandLine().getOut().println("filled up   " + account);
        });
    }
}
