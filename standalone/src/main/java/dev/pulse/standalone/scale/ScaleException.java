package dev.pulse.standalone.scale;

/** The grid can't be moved, or not now. The message is for the operator; the same command goes on later. */
public final class ScaleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A sentence or two. */
    public ScaleException(String message) {
        super(message);
    }

    /** A sentence or two, and what it came from. */
    public ScaleException(String message, Throwable cause) {
        super(message, cause);
    }
}
