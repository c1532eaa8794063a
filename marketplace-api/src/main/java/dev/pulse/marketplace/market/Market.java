package dev.pulse.marketplace.market;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.session.Challenges;
import dev.pulse.marketplace.session.KeyRegister;
import dev.pulse.marketplace.session.Sessions;
import dev.pulse.marketplace.session.SignIn;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of the marketplace, put together. */
public final class Market implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Market.class);

    /** What depends on whether the ledger is asked. */
    private record Ground(LedgerClient ledger, NodeRegister register, Listings listings, KeyRegister keys) {
        static Ground real(MarketSettings settings) {
            TransactionSigner operator = OperatorKey.load(settings.operatorKey());
            LedgerClient ledger = new LedgerClient(RpcSettings.of(settings.ledger()));
            return new Ground(
                    ledger,
                    new LedgerRegister(new Hosting(ledger)),
                    new LedgerListings(new Marketplace(ledger), operator),
                    KeyRegister.of(ledger));
        }

        static Ground mock() {
            LOG.warn(
                    "HOSTING_VERIFICATION=mock: the ledger is not asked, and anybody's word is taken on whose a node is");
            return new Ground(null, new MockRegister(), new MockListings(), KeyRegister.byName());
        }
    }

    private final Orders orders;
    private final LedgerClient ledger;
    private final PairingDesk pairing;
    private final SignIn signIn;
    private final FarmDesk farm;

    private Market(Orders orders, LedgerClient ledger, PairingDesk pairing, SignIn signIn, FarmDesk farm) {
        this.orders = orders;
        this.ledger = ledger;
        this.pairing = pairing;
        this.signIn = signIn;
        this.farm = farm;
    }

    /**
     * A marketplace.
     *
     * @param orders where its commands go, which it starts and ends
     * @param lifecycle whom it asks whose a node is
     * @param capacities what a node says that it has
     * @throws IllegalArgumentException naming the setting that can't be used
     */
    public static Market open(
            MarketSettings settings,
            Orders orders,
            LifecycleClient lifecycle,
            Function<String, Capacity> capacities,
            InstantSource clock) {
        Ground ground = settings.verification() == Verification.REAL ? Ground.real(settings) : Ground.mock();
        // Milliseconds for each signature: these are made by people, and by nodes once in their lives.
        ReferenceEd25519 verifier = new ReferenceEd25519();
        PairingDesk pairing = new PairingDesk(
                new PairingReader(settings.audience(), settings.name()),
                new PairingJudge(verifier),
                ground.register(),
                orders,
                clock,
                settings.name());
        SecureRandom random = new SecureRandom();
        SignIn signIn = new SignIn(new Challenges(random, clock), new Sessions(random, clock), ground.keys(), verifier);
        FarmDesk farm = new FarmDesk(lifecycle, ground.listings(), capacities, orders, clock);
        return new Market(orders, ground.ledger(), pairing, signIn, farm);
    }

    /** Begins to work. Once only. */
    public void start() {
        orders.start();
    }

    /** Takes pairings. */
    public PairingDesk pairing() {
        return pairing;
    }

    /** What farmers do. */
    public FarmDesk farm() {
        return farm;
    }

    /** Signs people in. */
    public SignIn signIn() {
        return signIn;
    }

    @Override
    public void close() {
        orders.close();
        if (ledger != null) {
            ledger.close();
        }
    }
}
