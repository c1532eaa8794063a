package dev.pulse.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The schema registry could not be asked, and what it was wanted for is not known here. Nothing is wrong with the
 * record at hand: the same call may succeed later. Only a schema that this process has not met yet can cause it, never
 * one of its own after {@link RegistryRecordSerdes#awaitRegistry}.
 */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence that names the registry's address
     * @param cause what the attempt failed with, or null
     */
    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
