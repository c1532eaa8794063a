package dev.pulse.marketplace.spend;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.client.KeyState;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.session.Session;
import dev.pulse.marketplace.spend.ApprovalRule.Judgement;
import java.math.BigInteger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Tells people what an approval needs that the ledger alone knows, and hands theirs on. It has no key of theirs and signs
 * nothing. Safe for several threads; calls block.
 */
public final class ApprovalDesk {
    /** Approvals that are handed on at one time, of everybody; each waits until the ledger has it for good, seconds. */
    static final int MAX_AT_ONCE = 8;

    /** What became of one. */
    public sealed interface Result {
        /**
         * The ledger has it.
         *
         * @param transactionId its name there
         * @param amount what may be spent now, in SPORE's smallest unit
         */
        record Done(String transactionId, BigInteger amount) implements Result {}

        /**
         * It was not handed on.
         *
         * @param refused why
         */
        record Refused(Judgement.Refused refused) implements Result {}

        /** Too many are on their way, or another one of the same account is. */
        record Busy() implements Result {}
    }

    private final LedgerClient ledger;
    private final Account operator;
    private final ApprovalRule rule;
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    /** Whose are on their way: no more than there is room for. */
    private final Set<Account> under = ConcurrentHashMap.newKeySet();

    /** @param operator the marketplace's account, whom people may let spend */
    public ApprovalDesk(LedgerClient ledger, Account operator) {
        this.ledger = ledger;
        this.operator = operator;
        this.rule = new ApprovalRule(operator, new ReferenceEd25519());
    }

    /** Whom people may let spend. */
    public Account operator() {
        return operator;
    }

    /** The key of a session as the ledger has it, with a block for a transaction to name. */
    public KeyState key(Session session) throws LedgerException, InterruptedException {
        return ledger.key(session.account().hex(), session.key());
    }

    /**
     * Hands an approval on, and waits until it is final.
     *
     * @param bytes the signed transaction
     */
    public Result handOn(byte[] bytes, Session session) throws LedgerException, InterruptedException {
        return switch (rule.judge(bytes, session.account(), session.key())) {
            case Judgement.Refused refused -> new Result.Refused(refused);
            case Judgement.Approval approval -> handOn(approval, session.account());
        };
    }

    private Result handOn(Judgement.Approval approval, Account account) throws LedgerException, InterruptedException {
        if (!room.tryAcquire()) {
            return new Result.Busy();
        }
        try {
            if (!under.add(account)) {
                return new Result.Busy();
            }
            try {
                return new Result.Done(ledger.relay(approval.transaction()).transactionId(), approval.amount());
            } finally {
                under.remove(account);
            }
        } finally {
            room.release();
        }
    }
}
