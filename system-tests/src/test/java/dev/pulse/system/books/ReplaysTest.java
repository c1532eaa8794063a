package dev.pulse.system.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.books.Books.Mark;
import dev.pulse.system.books.Books.Place;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What must not happen to dead letters that are put back, and is found where it does. */
class ReplaysTest {
    private static final LetterPlace LETTER = new LetterPlace(1, Rejection.SKEW, 1, 17);

    private final Replays replays = new Replays();

    private void put(long rawOffset, String letter) {
        replays.addPut(new Place(1, rawOffset), letter, new Mark("heartbeat", "account", 5));
    }

    private void written(long rawOffset) {
        replays.addWritten(new ReplayedLetter(
                Topics.dead(Rejection.SKEW).name(), 1, 17L, 1, rawOffset, Instant.EPOCH, null, Topics.RAW.name()));
    }

    @Test
    void a_letter_that_was_put_back_and_written_down() {
        replays.addLetter(LETTER);
        put(100, "skew/1/17");
        written(100);
        assertThat(replays.check()).isEmpty();
        assertThat(replays.count()).isEqualTo(1);
        assertThat(replays.times(5)).isEqualTo(1);
    }

    @Test
    void a_letter_that_was_put_back_twice() {
        replays.addLetter(LETTER);
        put(100, "skew/1/17");
        put(101, "skew/1/17");
        written(100);
        assertThat(replays.check())
                .anyMatch(wrong -> wrong.contains("put back twice"))
                .anyMatch(wrong -> wrong.contains("2 replays, and 1 are written down"));
    }

    @Test
    void one_that_is_not_written_down_and_one_that_was_not_done() {
        replays.addLetter(LETTER);
        put(100, "skew/1/17");
        written(101);
        assertThat(replays.check()).singleElement().asString().contains("written is a replay of skew/1/17");
    }

    @Test
    void replays_of_no_letter() {
        put(100, "skew/1/17");
        put(101, "nonsense");
        written(100);
        assertThat(replays.check())
                .anyMatch(wrong -> wrong.contains("no letter stands"))
                .anyMatch(wrong -> wrong.contains("'nonsense'"));
    }
}
