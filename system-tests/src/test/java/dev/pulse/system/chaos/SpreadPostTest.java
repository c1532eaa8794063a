package dev.pulse.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SpreadPostTest {
    private final Ingest one = new Ingest();
    private final Ingest two = new Ingest();
    private long now = -5;

    private static final class Ingest implements HeartbeatPost {
        private final List<byte[]> got = new ArrayList<>();
        private Answer answer = Answer.Http.of(202);

        @Override
        public void post(byte[] body, String contentType, Consumer<Answer> done) {
            got.add(body);
            done.accept(answer);
        }

        @Override
        public void close() {}
    }

    private void post(SpreadPost spread, int times) {
        for (int i = 0; i < times; i++) {
            spread.post(new byte[0], "application/json", answer -> {});
        }
    }

    @Test
    void ingestsTakeTurns() {
        post(new SpreadPost(List.of(one, two), () -> now), 10);
        assertThat(one.got).hasSize(5);
        assertThat(two.got).hasSize(5);
    }

    @Test
    void oneThatFailsIsLeftAloneForTenSeconds() {
        SpreadPost spread = new SpreadPost(List.of(one, two), () -> now);
        one.answer = Answer.Http.of(503);
        post(spread, 6);
        assertThat(one.got).hasSize(1);
        now += Duration.ofSeconds(10).toNanos() - 1;
        post(spread, 2);
        assertThat(one.got).hasSize(1);
        now++;
        post(spread, 2);
        assertThat(one.got).hasSize(2);
    }

    @Test
    void oneThatRefusesAHeartbeatIsNotAtFault() {
        SpreadPost spread = new SpreadPost(List.of(one, two), () -> now);
        one.answer = Answer.Http.of(400);
        post(spread, 6);
        assertThat(one.got).hasSize(3);
    }

    /** Seed 4: one ingest had restarted a moment ago when the other stopped, and a third of the POSTs went to that one. */
    @Test
    void whereAllRestTheOneThatFailedFirstIsTried() {
        SpreadPost spread = new SpreadPost(List.of(one, two), () -> now);
        one.answer = Answer.Http.of(503);
        post(spread, 1);
        one.answer = Answer.Http.of(202);
        now += Duration.ofSeconds(1).toNanos();
        two.answer = new Answer.TimedOut("late");
        post(spread, 1);
        post(spread, 6);
        assertThat(one.got).hasSize(7);
        assertThat(two.got).hasSize(1);
    }

    @Test
    void whereAllFailTheyTakeTurnsAgain() {
        SpreadPost spread = new SpreadPost(List.of(one, two), () -> now);
        one.answer = new Answer.TimedOut("late");
        two.answer = new Answer.TimedOut("late");
        post(spread, 8);
        assertThat(one.got).hasSize(4);
        assertThat(two.got).hasSize(4);
    }
}
