package dev.pulse.marketplace.federation;

import java.util.Locale;

/** Why a peer is not part of an answer. */
public final class PeerFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Reason {
        /** No connection, or one that broke. */
        UNREACHABLE(true),
        /** Nothing, or not all, within the time that there is. */
        TIMEOUT(true),
        /** It has not read everything yet. */
        LOADING(true),
        /** It says that it failed. */
        FAILED(true),
        /** It does not take the question: another version perhaps. */
        REFUSED(false),
        /** It sends us elsewhere, where we do not go. */
        REDIRECTED(true),
        /** More bytes than any honest answer has. */
        TOO_LARGE(true),
        /** Not of the form that answers have. */
        MALFORMED(true),
        /** More nodes than were asked for. */
        OVERSIZED(true),
        /** Not in the order that was asked for, or from before the place. */
        UNSORTED(true),
        /** One node twice. */
        REPEATED(true),
        /** Nodes that do not match. */
        FOREIGN(true),
        /** It is this explorer, or asks others in turn. */
        LOOP(true),
        /** As many questions as may be are open there. */
        BUSY(false),
        /** It failed several times; it is asked again soon. */
        RESTING(false);

        private final boolean sick;

        Reason(boolean sick) {
            this.sick = sick;
        }

        /** Whether it says something about the peer's health. */
        boolean sick() {
            return sick;
        }

        /** As answers spell it. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    /** A fault. */
    PeerFault(Reason reason) {
        super(reason.wire(), null, false, false);
        this.reason = reason;
    }

    /** What is the matter. */
    public Reason reason() {
        return reason;
    }
}
