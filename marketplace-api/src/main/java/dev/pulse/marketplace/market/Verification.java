package dev.pulse.marketplace.market;

import java.util.Locale;

/** Whether the ledger is asked: {@code HOSTING_VERIFICATION} (design section 9). */
public enum Verification {
    /** Anybody is believed. For a first look without a ledger; each answer says so. */
    MOCK,
    /** The ledger is asked each time. */
    REAL;

    /** As it stands in answers and settings. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
