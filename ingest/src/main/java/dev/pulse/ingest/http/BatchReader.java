package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Counters;
import dev.pulse.ingest.take.Intake;
import dev.pulse.ingest.take.Outcome;
import dev.pulse.telemetry.trace.RequestTrace;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Takes batches: newline-delimited JSON, one heartbeat a line, blank lines skipped. A fixed number at once. */
final class BatchReader {
    /** Largest batch in bytes. */
    static final int MAX_BYTES = 1024 * 1024;
    /** Most heartbeats in a batch. */
    static final int MAX_LINES = 1_000;

    static final Answer TOO_LARGE = Answer.error(
            413,
            "too_large",
            "A batch has at most " + MAX_BYTES + " bytes and " + MAX_LINES + " heartbeats; nothing of it was taken.");

    private static final Answer EMPTY = Answer.error(400, "empty_batch", "The batch has no heartbeat in it.");

    private final Intake intake;
    private final Answers answers;
    private final Counters counters;
    private final Semaphore room;

    BatchReader(Intake intake, Answers answers, Counters counters, int atOnce) {
        this.intake = intake;
        this.answers = answers;
        this.counters = counters;
        this.room = new Semaphore(atOnce);
    }

    /** Whether there is room for one more batch; whoever enters must leave. */
    boolean enter() {
        return room.tryAcquire();
    }

    void leave() {
        room.release();
    }

    /** Takes all lines. Told the answer once, when the last of them has its outcome. */
    void take(byte[] body, int length, long address, RequestTrace trace, Consumer<Answer> done) {
        int[] starts = new int[MAX_LINES];
        int[] ends = new int[MAX_LINES];
        int[] numbers = new int[MAX_LINES];
        int count = 0;
        int number = 0;
        for (int start = 0; start < length; ) {
            int end = start;
            while (end < length && body[end] != '\n') {
                end++;
            }
            number++;
            if (!isBlank(body, start, end)) {
                if (count == MAX_LINES) {
                    counters.count(new Outcome.TooLarge(MAX_BYTES));
                    done.accept(TOO_LARGE);
                    return;
                }
                starts[count] = start;
                ends[count] = end;
                numbers[count++] = number;
            }
            start = end + 1;
        }
        if (count == 0) {
            done.accept(EMPTY);
            return;
        }
        BatchAnswer answer = new BatchAnswer(Arrays.copyOf(numbers, count), answers, done);
        for (int i = 0; i < count; i++) {
            int index = i;
            Optional<Outcome.TooFast> refusal = intake.admit(address);
            if (refusal.isPresent()) {
                answer.set(index, refusal.get());
            } else {
                intake.take(
                        body, starts[i], ends[i] - starts[i], address, trace, outcome -> answer.set(index, outcome));
            }
        }
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
