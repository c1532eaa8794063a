package dev.pulse.ledger.contract;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.math.BigInteger;
import java.util.Map;

/** The token. Amounts are in its smallest unit. Safe for several threads; calls block. */
public final class Spore {
    /** The contract's account. */
    public static final String ACCOUNT = "spore.dev.hero";
    /** One SPORE in the smallest unit. */
    public static final BigInteger ONE = BigInteger.TEN.pow(18);

    private final LedgerClient ledger;

    /** The contract on this ledger. */
    public Spore(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** What an account has. */
    public BigInteger balance(Account account) throws LedgerException, InterruptedException {
        return amount("balance", Map.of("account_id", account.hex()));
    }

    /** What an account lets another one spend. */
    public BigInteger allowance(Account owner, Account spender) throws LedgerException, InterruptedException {
        return amount("allowance", Map.of("owner", owner.hex(), "spender", spender.hex()));
    }

    private BigInteger amount(String method, Map<String, ?> arguments) throws LedgerException, InterruptedException {
        return Answer.amount(method, ledger.view(ACCOUNT, method, arguments).value());
    }

    /** Lets an account spend this much, whatever it was before. */
    public void approve(TransactionSigner owner, Account spender, BigInteger amount)
            throws LedgerException, InterruptedException {
        call(owner, "approve", Map.of("spender", spender.hex(), "amount", amount.toString()));
    }

    /** Hands over. */
    public void transfer(TransactionSigner from, Account to, BigInteger amount)
            throws LedgerException, InterruptedException {
        call(from, "transfer", Map.of("receiver_id", to.hex(), "amount", amount.toString()));
    }

    private void call(TransactionSigner who, String method, Map<String, ?> arguments)
            throws LedgerException, InterruptedException {
        ledger.call(who, who.key().hex(), ACCOUNT, method, arguments, BigInteger.ZERO);
    }
}
