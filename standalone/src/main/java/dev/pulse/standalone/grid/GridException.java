package dev.pulse.standalone.grid;

/** The grid can't start; the message is a sentence for a person, with what to do about it. */
public final class GridException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GridException(String sentence) {
        super(sentence);
    }

    public GridException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
