package dev.pulse.marketplace.store;

/** The folder can't be used at all: another process has it, or it can't be written. The message is for the operator. */
public final class StoreUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
