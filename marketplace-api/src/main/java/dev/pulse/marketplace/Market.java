package dev.pulse.marketplace;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.pairing.PairingJudge;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.rotation.RotationJudge;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.farmer.AdoptionDesk;
import dev.pulse.marketplace.farmer.Arrangements;
import dev.pulse.marketplace.farmer.AutoPublisher;
import dev.pulse.marketplace.farmer.LedgerSettings;
import dev.pulse.marketplace.farmer.MockSettings;
import dev.pulse.marketplace.farmer.SettingsBook;
import dev.pulse.marketplace.hook.HookBook;
import dev.pulse.marketplace.hook.HookDesk;
import dev.pulse.marketplace.hook.HookSeal;
import dev.pulse.marketplace.hook.HookSettings;
import dev.pulse.marketplace.hook.LedgerHooks;
import dev.pulse.marketplace.hook.MemoryHooks;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.market.FarmDesk;
import dev.pulse.marketplace.market.LedgerListings;
import dev.pulse.marketplace.market.LedgerRegister;
import dev.pulse.marketplace.market.Listings;
import dev.pulse.marketplace.market.MarketSettings;
import dev.pulse.marketplace.market.MockListings;
import dev.pulse.marketplace.market.MockRegister;
import dev.pulse.marketplace.market.NodeRegister;
import dev.pulse.marketplace.market.OperatorKey;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.marketplace.market.PairingDesk;
import dev.pulse.marketplace.market.Verification;
import dev.pulse.marketplace.note.LedgerNodeNotes;
import dev.pulse.marketplace.note.NodeNotes;
import dev.pulse.marketplace.proof.AskedLedger;
import dev.pulse.marketplace.proof.LedgerSource;
import dev.pulse.marketplace.rent.Renting;
import dev.pulse.marketplace.rotation.RotationDesk;
import dev.pulse.marketplace.session.Challenges;
import dev.pulse.marketplace.session.KeyRegister;
import dev.pulse.marketplace.session.Sessions;
import dev.pulse.marketplace.session.SignIn;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of the marketplace, put together. */
public final class Market implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Market.class);

    /** Somebody looks at a proof and waits: three questions, and the page shows the rest where the ledger is slow. */
    private static final Duration PROOF_ATTEMPT = Duration.ofSeconds(2);

    private static final Duration PROOF_DEADLINE = Duration.ofSeconds(3);

    private static final int HOOK_KEY_BYTES = 32;

    /** What depends on whether the ledger is asked. */
    private record Ground(
            List<LedgerClient> clients,
            TransactionSigner operator,
            LedgerSource chains,
            NodeRegister register,
            Listings listings,
            NodeNotes notes,
            SettingsBook settings,
            KeyRegister keys) {
        /** The one that decisions are made by; null where it is not asked. */
        LedgerClient ledger() {
            return clients.isEmpty() ? null : clients.getFirst();
        }

        static Ground real(MarketSettings settings) {
            TransactionSigner operator = OperatorKey.load(settings.operatorKey());
            LedgerClient ledger = new LedgerClient(RpcSettings.of(settings.ledger()));
            LedgerClient quick = new LedgerClient(new RpcSettings(settings.ledger(), PROOF_ATTEMPT, PROOF_DEADLINE));
            return new Ground(
                    List.of(ledger, quick),
                    operator,
                    new AskedLedger(quick),
                    new LedgerRegister(new Hosting(ledger)),
                    new LedgerListings(new Marketplace(ledger), operator),
                    new LedgerNodeNotes(new Marketplace(ledger), operator),
                    new LedgerSettings(new Marketplace(ledger), operator),
                    KeyRegister.of(ledger));
        }

        static Ground mock() {
            LOG.warn(
                    "HOSTING_VERIFICATION=mock: the ledger is not asked, and anybody's word is taken on whose a node is");
            return new Ground(
                    List.of(),
                    null,
                    LedgerSource.mock(),
                    new MockRegister(),
                    new MockListings(),
                    NodeNotes.NONE,
                    new MockSettings(),
                    KeyRegister.byName());
        }
    }

    private final Orders orders;
    private final Ground ground;
    private final PairingDesk pairing;
    private final RotationDesk rotation;
    private final SignIn signIn;
    private final FarmDesk farm;
    private final Arrangements arrangements;
    private final AdoptionDesk adoption;
    private final AutoPublisher autoPublisher;
    private final Renting renting;

    private Market(
            Orders orders,
            Ground ground,
            PairingDesk pairing,
            RotationDesk rotation,
            SignIn signIn,
            FarmDesk farm,
            Arrangements arrangements,
            AdoptionDesk adoption,
            AutoPublisher autoPublisher,
            Renting renting) {
        this.orders = orders;
        this.ground = ground;
        this.pairing = pairing;
        this.rotation = rotation;
        this.signIn = signIn;
        this.farm = farm;
        this.arrangements = arrangements;
        this.adoption = adoption;
        this.autoPublisher = autoPublisher;
        this.renting = renting;
    }

    /**
     * A marketplace.
     *
     * @param orders where its commands go, which it starts and ends
     * @param lifecycle whom it asks whose a node is
     * @param explorer what nodes say of themselves, which of them wait, and who has which reservations
     * @throws IllegalArgumentException naming the setting that can't be used
     */
    public static Market open(
            MarketSettings settings, Orders orders, LifecycleClient lifecycle, Explorer explorer, InstantSource clock) {
        NodeIndex index = explorer.index();
        Ground ground = settings.verification() == Verification.REAL ? Ground.real(settings) : Ground.mock();
        // Milliseconds for each signature: these are made by people, and by nodes once in their lives.
        ReferenceEd25519 verifier = new ReferenceEd25519();
        PairingJudge judge = new PairingJudge(verifier);
        PairingDesk pairing = new PairingDesk(
                new PairingReader(settings.audience(), settings.name()),
                judge,
                ground.register(),
                ground.notes(),
                orders,
                clock,
                settings.name());
        RotationDesk rotation = new RotationDesk(
                new RotationReader(settings.audience(), settings.name()),
                new RotationJudge(verifier),
                ground.register(),
                orders,
                clock,
                settings.name());
        SecureRandom random = new SecureRandom();
        SignIn signIn = new SignIn(new Challenges(random, clock), new Sessions(random, clock), ground.keys(), verifier);
        FarmDesk farm = new FarmDesk(lifecycle, ground.listings(), ground.notes(), capacities(index), orders, clock);
        AdoptionDesk adoption = new AdoptionDesk(
                index,
                ground.register(),
                new PairingReader(settings.audience(), settings.name(), AdoptionDesk.PATH),
                judge,
                ground.notes(),
                farm,
                clock);
        return new Market(
                orders,
                ground,
                pairing,
                rotation,
                signIn,
                farm,
                new Arrangements(ground.settings(), index),
                adoption,
                new AutoPublisher(ground.settings(), index, farm, clock),
                Renting.open(settings, ground.ledger(), ground.operator(), orders, explorer, lifecycle, clock));
    }

    private static Function<String, Capacity> capacities(NodeIndex index) {
        return nodeId -> index.find(nodeId).map(NodeEntry::capacity).orElse(Capacity.UNKNOWN);
    }

    /** Begins to work. Once only. */
    public void start() {
        orders.start();
        autoPublisher.start();
        renting.start();
    }

    /** Takes pairings. */
    public PairingDesk pairing() {
        return pairing;
    }

    /**
     * Webhooks, which do nothing yet.
     *
     * @param explorer what they tell of
     */
    public HookDesk hooks(HookSettings settings, Explorer explorer, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[HOOK_KEY_BYTES];
        random.nextBytes(key);
        HookBook book = new MemoryHooks();
        HookSeal seal = new HookSeal(key, random);
        if (ground.operator() != null) {
            // Nobody else can make it, and every instance with this key makes the same.
            byte[] purpose = Sha256.hash("pulse webhooks, version 1".getBytes(StandardCharsets.UTF_8));
            seal = new HookSeal(ground.operator().sign(purpose), random);
            book = new LedgerHooks(new Marketplace(ground.ledger()), ground.operator(), seal);
        }
        return new HookDesk(
                settings,
                book,
                seal,
                explorer.index(),
                () -> explorer.regions().newest(),
                () -> explorer.problem() == null,
                operator(),
                clock,
                random);
    }

    /** Takes rotations. */
    public RotationDesk rotation() {
        return rotation;
    }

    /** What farmers do. */
    public FarmDesk farm() {
        return farm;
    }

    /** What farmers have arranged. */
    public Arrangements arrangements() {
        return arrangements;
    }

    /** Nodes that can't pair by themselves. */
    public AdoptionDesk adoption() {
        return adoption;
    }

    /** What the ledger says in proofs. */
    public LedgerSource chains() {
        return ground.chains();
    }

    /** Signs people in. */
    public SignIn signIn() {
        return signIn;
    }

    /** What renters do. */
    public Renting renting() {
        return renting;
    }

    /** The ledger that decisions are made by, or null where none is asked. */
    public LedgerClient ledger() {
        return ground.ledger();
    }

    /** Its account on the ledger, or null where that is not asked. */
    public Account operator() {
        return ground.operator() == null ? null : ground.operator().key();
    }

    @Override
    public void close() {
        renting.close();
        autoPublisher.close();
        orders.close();
        ground.clients().forEach(LedgerClient::close);
    }
}
