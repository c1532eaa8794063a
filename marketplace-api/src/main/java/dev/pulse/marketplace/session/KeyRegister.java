package dev.pulse.marketplace.session;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.LedgerException;

/** Says whose a key is. */
@FunctionalInterface
public interface KeyRegister {
    /** Whether a key may do everything for an account. */
    boolean holds(Account account, Account key) throws LedgerException, InterruptedException;

    /**
     * The ledger. To have the key that an implicit account is named after is no proof: its owner may have put another in its
     * place.
     */
    static KeyRegister of(LedgerClient ledger) {
        return (account, key) -> {
            try {
                return ledger.key(account.hex(), key).fullAccess();
            } catch (LedgerException.Refused refused) {
                if (refused.code().equals("UNKNOWN_ACCOUNT") || refused.code().equals("UNKNOWN_ACCESS_KEY")) {
                    return false;
                }
                throw refused;
            }
        };
    }

    /** Without a ledger: an account has the key that it is named after. */
    static KeyRegister byName() {
        return Account::equals;
    }
}
