package dev.pulse.verifier.crypto;

/** A crypto provider can't be used on this machine; the message says why. */
public final class ProviderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProviderUnavailableException(String why, Throwable cause) {
        super(why, cause);
    }
}
