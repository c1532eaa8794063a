package dev.pulse.agent.farm;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;

/** A call by an account that may have never called before. */
public final class FirstCall {
    private FirstCall() {}

    /** What is called. */
    @FunctionalInterface
    public interface Call {
        /** Calls. */
        void run() throws LedgerException, InterruptedException;
    }

    /** Calls; on a development ledger an account is to be had for the asking, elsewhere this says that it is not. */
    public static void by(Account who, LedgerClient ledger, Call call) throws LedgerException, InterruptedException {
        try {
            call.run();
        } catch (LedgerException.Refused refused) {
            if (!refused.code().startsWith("UNKNOWN_ACC") && !refused.code().equals("SignerDoesNotExist")) {
                throw refused;
            }
            ledger.faucet(who);
            call.run();
        }
    }
}
