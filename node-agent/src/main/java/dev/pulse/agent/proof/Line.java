package dev.pulse.agent.proof;

/**
 * What one check found.
 *
 * @param state how it went
 * @param what what was checked
 * @param detail one sentence for a person
 */
public record Line(State state, String what, String detail) {
    /** How a check went. */
    public enum State {
        /** It holds. */
        OK("ok"),
        /** It is somebody's word, which nothing in the proof itself can show. */
        SAID("said"),
        /** It doesn't, and something explains it. */
        EXPLAINED("explained"),
        /** There is nothing to check, and nothing was to be there. */
        ABSENT("not there"),
        /** It doesn't hold, or is missing and must not be. */
        FAILED("FAILED");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    static Line ok(String what, String detail) {
        return new Line(State.OK, what, detail);
    }

    static Line said(String what, String detail) {
        return new Line(State.SAID, what, detail);
    }

    static Line failed(String what, String detail) {
        return new Line(State.FAILED, what, detail);
    }

    static Line absent(String what, String detail) {
        return new Line(State.ABSENT, what, detail);
    }

    /** Whether it speaks against the proof. */
    public boolean failed() {
        return state == State.FAILED;
    }

    @Override
    public String toString() {
        return "%-10s %s: %s".formatted(state.word, what, detail);
    }
}
