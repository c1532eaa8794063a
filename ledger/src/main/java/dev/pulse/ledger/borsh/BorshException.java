package dev.pulse.ledger.borsh;

/** Bytes that are not Borsh of what was expected. */
public final class BorshException extends Exception {
    private static final long serialVersionUID = 1;

    /** An exception that says what is wrong. */
    public BorshException(String message) {
        super(message);
    }

    /** An exception that says what is wrong, and why it is thought so. */
    public BorshException(String message, Throwable cause) {
        super(message, cause);
    }
}
