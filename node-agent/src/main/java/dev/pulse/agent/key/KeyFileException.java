package dev.pulse.agent.key;

import java.io.IOException;
import java.io.Serial;

/** A key file that cannot be made or must not be used. The message is a sentence that says what to do about it. */
public final class KeyFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
