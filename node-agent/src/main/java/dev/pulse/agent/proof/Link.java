package dev.pulse.agent.proof;

import java.util.Locale;

/** The links of a chain, by the words of {@code --require}. */
public enum Link {
    /** The last accepted heartbeat, signed. */
    HEARTBEAT,
    /** The signed pairing. */
    PAIRING,
    /** The ledger's entry. */
    REGISTRATION,
    /** The open offer. */
    LISTING,
    /** At least one reservation of it. */
    RESERVATION;

    /** The field of the answer that has it. */
    String field() {
        return this == RESERVATION ? "reservations" : word();
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
