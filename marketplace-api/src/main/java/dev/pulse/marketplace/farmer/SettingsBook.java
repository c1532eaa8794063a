package dev.pulse.marketplace.farmer;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.rpc.LedgerException;
import java.util.Map;

/** Where what farmers have arranged is kept. */
public interface SettingsBook {
    /** A farmer's. */
    FarmerSettings of(Account farmer) throws LedgerException, InterruptedException;

    /** Keeps it in place of what there was. */
    void keep(Account farmer, FarmerSettings settings) throws LedgerException, InterruptedException;

    /** All farmers who have arranged something. */
    Map<Account, FarmerSettings> all() throws LedgerException, InterruptedException;
}
