package dev.pulse.standalone.dlq;

import dev.pulse.domain.letter.Retrial;
import dev.pulse.schemas.generation.LetterPlace;
import java.util.EnumMap;
import java.util.Map;

/** What came of a replay so far: counted, with one letter of each kind as an example. */
final class ReplayResult {
    /**
     * Letters that were left for one cause.
     *
     * @param letters how many
     * @param example the first of them
     * @param detail why that one was
     */
    record Left(long letters, LetterPlace example, String detail) {}

    private final Map<Retrial.Cause, Left> left = new EnumMap<>(Retrial.Cause.class);
    private long looked;
    private long due;
    private long sent;
    private boolean limited;

    void looked() {
        looked++;
    }

    void due() {
        due++;
    }

    void sent(long letters) {
        sent += letters;
    }

    void limited() {
        limited = true;
    }

    void left(LetterPlace place, Retrial.Left why) {
        left.merge(
                why.cause(),
                new Left(1, place, why.detail()),
                (before, one) -> new Left(before.letters() + 1, before.example(), before.detail()));
    }

    /** Letters that match the conditions. */
    long matching() {
        return looked;
    }

    /** Letters that were to be put back. */
    long toSend() {
        return due;
    }

    /** Letters that were put back and committed. */
    long committed() {
        return sent;
    }

    /** Whether it ended because there were enough. */
    boolean isLimited() {
        return limited;
    }

    /** Those that were left where they are. */
    Map<Retrial.Cause, Left> left() {
        return left;
    }
}
