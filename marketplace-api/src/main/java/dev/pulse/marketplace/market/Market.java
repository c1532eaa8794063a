package dev.pulse.marketplace.market;

import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.rpc.RpcSettings;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of the marketplace, put together. */
public final class Market implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Market.class);

    private final Orders orders;
    private final LedgerClient ledger;
    private final PairingDesk pairing;

    private Market(Orders orders, LedgerClient ledger, PairingDesk pairing) {
        this.orders = orders;
        this.ledger = ledger;
        this.pairing = pairing;
    }

    /** A marketplace that gives its commands to {@code orders}, and ends them. */
    public static Market open(MarketSettings settings, Orders orders, InstantSource clock) {
        boolean real = settings.verification() == Verification.REAL;
        LedgerClient ledger = real ? new LedgerClient(RpcSettings.of(settings.ledger())) : null;
        if (!real) {
            LOG.warn(
                    "HOSTING_VERIFICATION=mock: the ledger is not asked, and anybody's word is taken on whose a node is");
        }
        PairingDesk pairing = new PairingDesk(
                new PairingReader(settings.audience(), settings.name()),
                // Milliseconds each: a pairing comes once in a node's life, and this one needs no native code.
                new PairingJudge(new ReferenceEd25519()),
                real ? new LedgerRegister(new Hosting(ledger)) : new MockRegister(),
                orders,
                clock,
                settings.name());
        return new Market(orders, ledger, pairing);
    }

    /** Begins to work. Once only. */
    public void start() {
        orders.start();
    }

    /** Takes pairings. */
    public PairingDesk pairing() {
        return pairing;
    }

    @Override
    public void close() {
        orders.close();
        if (ledger != null) {
            ledger.close();
        }
    }
}
