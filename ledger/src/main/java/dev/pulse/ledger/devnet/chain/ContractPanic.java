package dev.pulse.ledger.devnet.chain;

/** A contract stops: what the transaction changed is undone. The message goes to whoever called. */
public final class ContractPanic extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A panic with these words. */
    public ContractPanic(String message) {
        super(message, null, false, false);
    }
}
