package dev.pulse.marketplace.store;

/** What is on disk can't be read as what was written. */
public final class DamagedStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence, and what was noticed. */
    public DamagedStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
