package dev.pulse.marketplace.hook;

import dev.pulse.ledger.rpc.LedgerException;
import java.util.List;

/** Where hooks are kept. */
public interface HookBook {
    /** All that there are. */
    List<Hook> all() throws LedgerException, InterruptedException;

    /** Keeps one. */
    void keep(Hook hook) throws LedgerException, InterruptedException;

    /** Forgets one. */
    void remove(Hook hook) throws LedgerException, InterruptedException;
}
