package dev.pulse.marketplace.market;

import io.dropwizard.util.Duration;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What the marketplace is told.
 *
 * @param verification whether the ledger is asked; REAL where it is not said
 * @param ledger the ledger's JSON-RPC endpoints, the preferred one first; none with MOCK
 * @param audience the network whose signatures are taken; {@code devnet} where it is not said
 * @param name this marketplace's name: a pairing that names another one is refused; {@code pulse} where it is not said
 * @param ingest where nodes send their heartbeats, for those who ask; null where it is not said
 * @param origin where people reach this marketplace, as browsers write origins ({@code https://market.example}); null for
 *     whatever host a request names
 * @param operatorKey file of the key that this marketplace acts with on the ledger, as {@code pulse farmer init} makes it;
 *     none with MOCK
 * @param settle how long between two looks at what is to be settled on the ledger, 1 s to 1 h; 30 s where it is not said
 */
public record MarketSettings(
        Verification verification,
        List<URI> ledger,
        String audience,
        String name,
        URI ingest,
        String origin,
        Path operatorKey,
        Duration settle) {
    private static final Duration SETTLE = Duration.seconds(30);
    private static final Duration SHORTEST = Duration.seconds(1);
    private static final Duration LONGEST = Duration.hours(1);

    /**
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public MarketSettings {
        verification = verification == null ? Verification.REAL : verification;
        ledger = ledger == null ? List.of() : List.copyOf(ledger);
        audience = audience == null ? "devnet" : audience;
        name = name == null ? "pulse" : name;
        settle = settle == null ? SETTLE : settle;
        if (settle.compareTo(SHORTEST) < 0 || settle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("market.settle lies between 1 s and 1 h");
        }
        if (verification == Verification.REAL && ledger.isEmpty()) {
            throw new IllegalArgumentException(
                    "market.ledger must name the ledger's endpoint; without a ledger, market.verification is mock");
        }
        if (verification == Verification.REAL && operatorKey == null) {
            throw new IllegalArgumentException(
                    "market.operatorKey must name the file of the key that this marketplace acts with on the ledger");
        }
    }
}
