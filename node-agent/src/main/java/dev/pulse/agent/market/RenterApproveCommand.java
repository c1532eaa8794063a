package dev.pulse.agent.market;

import dev.pulse.agent.farm.LedgerOption;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.MarketInfo;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Spore;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse renter approve}: signed by the renter, on the ledger. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Lets a marketplace spend so much of your SPORE on what you reserve there, whatever it was before; 0 "
                        + "takes it back.")
public final class RenterApproveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOption session;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--amount", required = true, paramLabel = "SPORE", description = "Whole SPORE.")
    private BigInteger amount;

    @Override
    public Integer call() throws InterruptedException {
        if (amount.signum() < 0 || amount.bitLength() > 64) {
            throw new ParameterException(spec.commandLine(), "--amount is whole SPORE, from 0 to 2^64 - 1");
        }
        try (MarketClient market = session.client(spec)) {
            NodeKey key = session.key();
            MarketInfo info = market.info();
            if (info.operator() == null) {
                spec.commandLine().getErr().println("This marketplace spends nothing: it does not ask the ledger.");
                return 1;
            }
            Account operator = new Account(info.operator());
            return ledger.run(spec, client -> {
                new Spore(client).approve(key.transactionSigner(), operator, amount.multiply(Spore.ONE));
                spec.commandLine()
                        .getOut()
                        .println("approved    " + info.name() + " (" + operator + ") may spend " + amount + " SPORE");
            });
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
