package dev.pulse.marketplace.proof;

/** Where the ledger's links of a chain come from. Safe for several threads. */
@FunctionalInterface
public interface LedgerSource {
    /** What the ledger has of a node. That it failed is an answer too. */
    LedgerLinks ask(String nodeId) throws InterruptedException;

    /** An explorer alone, without a marketplace. */
    static LedgerSource noMarket() {
        return nodeId -> LedgerLinks.unknown("no_market", "This explorer has no marketplace, so it asks no ledger.");
    }

    /** A marketplace that believes anybody. */
    static LedgerSource mock() {
        return nodeId -> LedgerLinks.unknown(
                "mock", "This marketplace believes anybody (verification: mock), and asks no ledger.");
    }
}
