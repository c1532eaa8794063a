package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.ErrorAnswer;

/** A request that is not answered as it was asked, with the answer it gets instead. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Object answer;

    /**
     * An error in the usual form.
     *
     * @param code machine-readable reason, lower snake case
     */
    public Problem(int status, String code, String detail) {
        this(status, detail, new ErrorAnswer(code, detail));
    }

    /**
     * An error with more in its answer than the usual.
     *
     * @param detail one sentence for a person
     * @param answer what is answered
     */
    public Problem(int status, String detail, Object answer) {
        super(detail, null, false, false);
        this.status = status;
        this.answer = answer;
    }

    /** A parameter whose value makes no sense. */
    public static Problem badParameter(String name, String detail) {
        return new Problem(400, "bad_parameter", "The parameter " + name + " " + detail);
    }

    /** There is no such node. */
    public static Problem unknownNode(String nodeId) {
        return new Problem(404, "unknown_node", "No node is known as " + nodeId + ".");
    }

    /** Not everything has been read yet. */
    public static Problem loading(String detail) {
        return new Problem(503, "loading", detail);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What is answered. */
    public Object answer() {
        return answer;
    }
}
