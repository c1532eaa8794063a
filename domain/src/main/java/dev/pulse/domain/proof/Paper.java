package dev.pulse.domain.proof;

/** The signed documents of a chain. */
public enum Paper {
    /** The last accepted heartbeat, signed by the node. */
    HEARTBEAT("heartbeat"),
    /** Whose the node is, signed by the node, or by its farmer in its place. */
    PAIRING("pairing"),
    /** The pairing that an offer on the ledger was made with. */
    LISTING_PROOF("listing.proof");

    private final String wire;

    Paper(String wire) {
        this.wire = wire;
    }

    /** The name as answers spell it. */
    public String wire() {
        return wire;
    }
}
