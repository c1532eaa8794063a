package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.devnet.chain.Accounts;
import dev.pulse.ledger.devnet.chain.Chain;
import dev.pulse.ledger.devnet.chain.InvalidTransaction;
import dev.pulse.ledger.devnet.chain.Outcome;
import dev.pulse.ledger.devnet.contract.SporeContract;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Gives an account something to begin with, by ordinary transactions of an account of its own: of the chain's own token,
 * which also makes the account, and SPORE. The same account again gets no more once it has as much.
 */
public final class Faucet {
    /** Its account. */
    public static final String ACCOUNT = "faucet.dev.hero";
    /** What an account gets: 100,000 SPORE. */
    public static final BigInteger SPORE =
            BigInteger.valueOf(100_000).multiply(BigInteger.TEN.pow(SporeContract.DECIMALS));
    /** What an account gets of the chain's own token: one whole, 10^24 of its smallest unit. */
    private static final BigInteger NATIVE = BigInteger.TEN.pow(24);

    private static final long GAS = 30_000_000_000_000L;

    private final Chain chain;
    private final TransactionSigner signer;

    /** A faucet that signs with this key. */
    public Faucet(Chain chain, TransactionSigner signer) {
        this.chain = chain;
        this.signer = signer;
    }

    synchronized JsonNode drip(String account) throws RpcFault, InterruptedException {
        if (!Account.isImplicit(account)) {
            throw RpcFault.invalid("account_id must be an implicit account, 64 lower-case hex digits");
        }
        boolean fresh = !chain.ask(false, at -> new Accounts(at.storage()).exists(account));
        if (fresh) {
            execute(account, new Action.Transfer(NATIVE));
        }
        BigInteger has = chain.ask(false, at -> SporeContract.balance(at.storage(), account));
        BigInteger missing = SPORE.subtract(has).max(BigInteger.ZERO);
        if (missing.signum() > 0) {
            ObjectNode mint = JsonNodeFactory.instance
                    .objectNode()
                    .put("receiver_id", account)
                    .put("amount", missing.toString());
            byte[] arguments = mint.toString().getBytes(StandardCharsets.UTF_8);
            execute(SporeContract.ACCOUNT, new Action.FunctionCall("mint", arguments, GAS, BigInteger.ZERO));
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("account_id", account)
                .put("created", fresh)
                .put("spore", has.add(missing).toString());
    }

    private void execute(String receiver, Action action) throws RpcFault, InterruptedException {
        Transaction transaction = chain.ask(
                false,
                at -> new Transaction(
                        ACCOUNT,
                        signer.key(),
                        new Accounts(at.storage())
                                        .key(ACCOUNT, signer.key())
                                        .get("nonce")
                                        .asLong()
                                + 1,
                        receiver,
                        at.block().hash(),
                        List.of(action)));
        try {
            Outcome outcome = chain.submit(signer.sign(transaction)).get();
            if (outcome.failure() != null) {
                throw RpcFault.internal("the faucet failed: " + outcome.failure());
            }
        } catch (InvalidTransaction | ExecutionException e) {
            throw RpcFault.internal("the faucet failed: " + e.getMessage());
        }
    }
}
