package dev.pulse.ledger.devnet;

import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.devnet.chain.Chain;
import dev.pulse.ledger.devnet.chain.Contract;
import dev.pulse.ledger.devnet.chain.GenesisState;
import dev.pulse.ledger.devnet.contract.HostingContract;
import dev.pulse.ledger.devnet.contract.MarketplaceContract;
import dev.pulse.ledger.devnet.contract.SporeContract;
import dev.pulse.ledger.devnet.http.Faucet;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.devnet.http.RpcServer;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * A ledger for development: NEAR's JSON-RPC on the loopback, the system contracts of {@code dev.hero}, blocks on disk.
 * There is nobody whom its maker could not cheat, so what it says about ownership holds for whoever runs it alone.
 */
public final class DevnetLedger implements AutoCloseable {
    /** Who owns what. */
    public static final String HOSTING = "hosting.dev.hero";
    /** What is offered and rented. */
    public static final String MARKETPLACE = "marketplace.dev.hero";
    /** The token. */
    public static final String SPORE = SporeContract.ACCOUNT;

    /** More than anybody is going to be given. */
    private static final BigInteger SUPPLY = BigInteger.TEN.pow(36);

    private final Chain chain;
    private final RpcServer server;
    private final Faults faults;

    private DevnetLedger(Chain chain, RpcServer server, Faults faults) {
        this.chain = chain;
        this.server = server;
        this.faults = faults;
    }

    /**
     * Starts a ledger, going on from what is in its folder.
     *
     * @throws IOException when the folder can't be used or the port is taken
     */
    public static DevnetLedger start(DevnetSettings settings, Clock clock) throws IOException {
        TransactionSigner faucetKey = faucetKey();
        Map<String, Contract> contracts = Map.of(
                HOSTING, new HostingContract(),
                MARKETPLACE, new MarketplaceContract(),
                SPORE, new SporeContract(Faucet.ACCOUNT));
        Chain chain = Chain.open(
                settings.folder(),
                contracts,
                state -> genesis(state, contracts, faucetKey),
                settings.finality(),
                clock);
        try {
            Faults faults = new Faults(settings.faults());
            RpcServer server = new RpcServer(
                    chain,
                    new Faucet(chain, faucetKey),
                    faults,
                    settings.chainId(),
                    settings.host(),
                    settings.port(),
                    settings.errorsAsResults());
            return new DevnetLedger(chain, server, faults);
        } catch (IOException e) {
            chain.close();
            throw e;
        }
    }

    private static void genesis(GenesisState state, Map<String, Contract> contracts, TransactionSigner faucetKey) {
        contracts.keySet().forEach(account -> state.account(account, BigInteger.ZERO));
        state.account(Faucet.ACCOUNT, SUPPLY).key(Faucet.ACCOUNT, faucetKey.key());
    }

    /** Known to everybody, as what it gives is worth nothing. */
    private static TransactionSigner faucetKey() {
        return new TransactionSigner(Sha256.hash("pulse devnet faucet".getBytes(StandardCharsets.UTF_8)));
    }

    /** Its JSON-RPC endpoint. */
    public URI uri() {
        return server.uri();
    }

    /** What goes wrong on purpose. */
    public Faults faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        server.close();
        chain.close();
    }
}
