package dev.pulse.marketplace.index.node;

/** What a node is or is not. */
public enum Trait {
    /** Slices of it can be rented now. */
    RENTABLE,
    /** Somebody holds slices of it. */
    RENTED,
    /** It says that it has a graphics processor. */
    HAS_GPU,
    /** Its last heartbeat was unsigned. */
    LEGACY;

    /** Whether a node is that. */
    public boolean of(NodeEntry node) {
        return switch (this) {
            case RENTABLE -> node.rentable();
            case RENTED -> node.rented();
            case HAS_GPU -> node.gpuCount() > 0;
            case LEGACY -> node.legacy();
        };
    }
}
