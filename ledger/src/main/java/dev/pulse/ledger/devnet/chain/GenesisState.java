package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.transaction.AccessKey;
import java.math.BigInteger;

/** What there is before the first block. */
public final class GenesisState {
    private final Storage storage;
    private final Accounts accounts;

    GenesisState(Storage storage) {
        this.storage = storage;
        accounts = new Accounts(storage);
    }

    /** Makes an account that has this much of the chain's own token. */
    public GenesisState account(String name, BigInteger amount) {
        accounts.setAmount(name, amount);
        return this;
    }

    /** Lets a key do everything for an account. */
    public GenesisState key(String account, Account key) {
        accounts.addKey(account, key, AccessKey.full(0), 0);
        return this;
    }

    /** Puts a value into a contract's data. */
    public GenesisState value(String key, JsonNode value) {
        storage.put(key, value);
        return this;
    }
}
