package dev.pulse.lifecycle.topology;

import java.util.List;

/**
 * Names of stores and nodes of the topology. A store's name is also that of its changelog: changing it loses the state.
 */
public final class Names {
    /**
     * The hot half of each node's state, in chunks ({@link dev.pulse.lifecycle.store.LeaseTable}). In memory, since each
     * heartbeat reads and changes it; logged, since it is the authority.
     */
    public static final String LEASES = "lease-log";

    /** The slow half. RocksDB, logged; written only when a fact changes. */
    public static final String FACTS = "facts";

    /** Each partition's observed time: one key. In memory, logged. */
    public static final String CLOCK = "clock";

    /** That key. */
    public static final String CLOCK_KEY = "observed";

    /** The last dead letter of each node that is known. RocksDB, logged. */
    public static final String REJECTIONS = "rejections";

    /**
     * The last dead letters of names that no node bears. In memory, bounded by {@link RejectionBook}, logged: a flood can't
     * grow it. No {@code Stores.lruMap}: that one does not open again when a standby becomes active (4.3.1), and then
     * answers no query.
     */
    public static final String STRANGERS = "strangers";

    /** What became of the newest commands to each node. RocksDB, logged, 16 per node. */
    public static final String ANSWERS = "answers";

    /** The life of each node that was paired: whose it is, its offer, who holds slices. RocksDB, logged. */
    public static final String LIVES = "lives";

    /** When something in a life begins or ends by itself. In memory, logged; only nodes that have such a time. */
    public static final String AGENDA = "agenda";

    /** What each region's guard knows: one key per region. In memory, logged. */
    public static final String GUARDS = "guards";

    /**
     * The stores that have a record for each key, which belongs where the key does; {@link #LEASES} and {@link #CLOCK} belong
     * to their partition ({@link dev.pulse.lifecycle.carry.LeaseCarrier}).
     */
    public static final List<String> BY_KEY = List.of(FACTS, REJECTIONS, STRANGERS, ANSWERS, LIVES, AGENDA, GUARDS);

    /** Holds nothing: closes the chunk of leases before each commit. */
    static final String BEFORE_COMMIT = "before-commit";

    static final String KEEPER = "keep-nodes";
    static final String JUDGE = "judge-regions";

    static final String TO_EVENTS = "to-events";
    static final String TO_STATE = "to-state";
    static final String TO_OUTCOMES = "to-outcomes";
    static final String TO_REPLAY = "to-replay";
    static final String TO_POISON = "to-poison";
    static final String TO_CENSUS = "to-census";
    static final String TO_VERDICTS = "to-verdicts";

    private Names() {}
}
