package dev.pulse.domain.letter;

import java.util.Locale;

/** Whether what was refused is to be judged once more. */
public sealed interface Retrial {
    /** It is. What the verifier says of it then is another matter: it alone knows who is bound to what. */
    record Due() implements Retrial {}

    /**
     * It is left where it is.
     *
     * @param cause why
     * @param detail one sentence for a person
     */
    record Left(Cause cause, String detail) implements Retrial {}

    /** Why a letter is left. */
    enum Cause {
        /** It was judged once more before. */
        REPLAYED_BEFORE,
        /** It is what came of a replay: refused again. */
        REFUSED_AGAIN,
        /** What was refused stood in another topic than heartbeats.raw, so the verifier has nothing to say of it. */
        NOT_RAW,
        /** The letter has no node id, so it can't be put where it belongs. */
        NAMELESS,
        /** The letter keeps not all of the bytes. */
        NOT_WHOLE,
        /** The rules would refuse it again, whatever it is bound to. */
        STILL_REFUSED;

        /** For people and JSON, such as {@code still_refused}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
