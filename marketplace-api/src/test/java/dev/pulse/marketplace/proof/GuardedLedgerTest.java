package dev.pulse.marketplace.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often and by how many the ledger is asked. */
class GuardedLedgerTest {
    private static final Duration BRIEFLY = Duration.ofMillis(20);
    private static final LedgerLinks NONE = new LedgerLinks(
            new LedgerLinks.Found.Missing<>("not_registered", "None.", true),
            new LedgerLinks.Found.Missing<>("not_listed", "None.", true),
            new LedgerLinks.Found.Missing<>("not_listed", "None.", true));

    private final AtomicLong now = new AtomicLong(-5);
    private final List<String> asked = new ArrayList<>();

    private GuardedLedger guarded(LedgerSource source) {
        return new GuardedLedger(source, now::get, BRIEFLY);
    }

    private LedgerLinks note(String nodeId, LedgerLinks answer) {
        synchronized (asked) {
            asked.add(nodeId);
        }
        return answer;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void anAnswerIsKeptForFiveSeconds() throws Exception {
        GuardedLedger ledger = guarded(nodeId -> note(nodeId, NONE));
        assertThat(ledger.ask("a")).containsSame(NONE);
        pass(GuardedLedger.KEEP.minusNanos(1));
        assertThat(ledger.ask("a")).containsSame(NONE);
        ledger.ask("b");
        assertThat(asked).containsExactly("a", "b");
        pass(Duration.ofNanos(1));
        ledger.ask("a");
        ledger.ask("b");
        assertThat(asked).containsExactly("a", "b", "a");
    }

    @Test
    void aLedgerThatFailedRestsForTwoSeconds() throws Exception {
        LedgerLinks failed = LedgerLinks.unknown(LedgerLinks.LEDGER_FAILED, "Down.");
        AtomicInteger times = new AtomicInteger();
        GuardedLedger ledger = guarded(nodeId -> note(nodeId, times.getAndIncrement() < 2 ? failed : NONE));
        assertThat(ledger.ask("a").orElseThrow().failure()).isEqualTo("Down.");
        pass(GuardedLedger.REST.minusNanos(1));
        assertThat(ledger.ask("b").orElseThrow().failure()).isEqualTo("Down.");
        assertThat(asked).as("nobody asks it").containsExactly("a");
        pass(Duration.ofNanos(1));
        assertThat(ledger.ask("b").orElseThrow().failure()).isEqualTo("Down.");
        pass(GuardedLedger.REST);
        assertThat(ledger.ask("b")).containsSame(NONE);
        assertThat(ledger.ask("a")).as("a failure is not kept").containsSame(NONE);
        assertThat(asked).containsExactly("a", "b", "b", "a");
    }

    @Test
    void noMoreAnswersAreKeptThanThereIsRoomFor() throws Exception {
        GuardedLedger ledger = guarded(nodeId -> note(nodeId, NONE));
        for (int i = 0; i <= GuardedLedger.MAX_KEPT; i++) {
            ledger.ask("node-" + i);
        }
        int before = asked.size();
        ledger.ask("node-1");
        assertThat(asked).hasSize(before);
        ledger.ask("node-0");
        assertThat(asked).as("the oldest went").hasSize(before + 1);
    }

    @Test
    void aFewAskAtOneTimeAndTheNextIsTurnedAwayOrFindsTheAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        GuardedLedger ledger = guarded(nodeId -> {
            note(nodeId, NONE);
            answer.await();
            return NONE;
        });
        try (ExecutorService people = Executors.newCachedThreadPool()) {
            List<Future<Optional<LedgerLinks>>> waiting = new ArrayList<>();
            for (int i = 0; i < GuardedLedger.AT_ONE_TIME; i++) {
                String nodeId = "node-" + i;
                waiting.add(people.submit(() -> ledger.ask(nodeId)));
            }
            await().until(this::inside, Integer.valueOf(GuardedLedger.AT_ONE_TIME)::equals);
            assertThat(ledger.ask("one more")).isEmpty();
            answer.countDown();
            assertThat(waiting).allSatisfy(each -> assertThat(result(each)).containsSame(NONE));
            assertThat(ledger.ask("one more")).containsSame(NONE);
        }
    }

    private Integer inside() {
        synchronized (asked) {
            return asked.size();
        }
    }

    private static Optional<LedgerLinks> result(Future<Optional<LedgerLinks>> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
