package dev.pulse.ledger.client;

import java.time.Duration;

/** Lets time pass between two questions for the outcome of a transaction. */
@FunctionalInterface
public interface Waiting {
    /** Returns after so long. */
    void pause(Duration time) throws InterruptedException;
}
