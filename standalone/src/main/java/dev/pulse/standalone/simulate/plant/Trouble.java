package dev.pulse.standalone.simulate.plant;

/** What befalls a region. In each of them one node in fifty falls silent for good, one after another, and is to be found. */
public enum Trouble {
    /** Nothing does, for ten minutes. */
    ORDINARY("nothing", 600),
    /** One verifier is killed and stays away; beside standbys, the others go on with its partitions. */
    VERIFIER_AWAY("a verifier away for 10 min", 600),
    /** One lifecycle instance is killed, and restores its nodes from nothing. */
    LIFECYCLE_COLD("a lifecycle killed, no standby", 0),
    /** One is killed and stays away; beside standbys, the others go on. */
    LIFECYCLE_AWAY("a lifecycle away for 10 min", 600),
    /** Every verifier stands still. */
    VERIFIERS_STOPPED("all verifiers stopped for 10 min", 600),
    /** One broker is killed and stays away. */
    BROKER_AWAY("a broker away for 10 min", 600),
    /** No ingest is there; then all are at once. */
    INGESTS_AWAY("all ingests away for 5 min", 300),
    /** Nodes lose their power together. */
    SILENT_30("30 % silent for good", 0),
    /** Nodes lose their network together, and have it back together; they are up all the time. */
    CUT_OFF_70("70 % cut off for 8 min", 480),
    /** Every node loses its power. */
    SILENT_ALL("all silent for good", 0);

    private final String sentence;
    private final long lastsMs;

    Trouble(String sentence, long lastsS) {
        this.sentence = sentence;
        lastsMs = lastsS * 1_000;
    }

    /** What happens, in some words. */
    public String sentence() {
        return sentence;
    }

    /** How long it lasts, in milliseconds; 0 for what happens at once. */
    public long lastsMs() {
        return lastsMs;
    }
}
