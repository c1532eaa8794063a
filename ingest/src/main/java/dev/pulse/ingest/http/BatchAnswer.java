package dev.pulse.ingest.http;

import dev.pulse.ingest.take.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Gathers the outcomes of a batch's lines, in whatever order they come, and answers once, in the lines' order. */
final class BatchAnswer {
    private final int[] lineNumbers;
    private final AtomicReferenceArray<Outcome> outcomes;
    private final AtomicInteger open;
    private final Answers answers;
    private final Consumer<Answer> done;

    /**
     * @param lineNumbers the number of each line in the request, from 1
     * @param done takes the answer when the last outcome is in
     */
    BatchAnswer(int[] lineNumbers, Answers answers, Consumer<Answer> done) {
        this.lineNumbers = lineNumbers;
        this.outcomes = new AtomicReferenceArray<>(lineNumbers.length);
        this.open = new AtomicInteger(lineNumbers.length);
        this.answers = answers;
        this.done = done;
    }

    void set(int index, Outcome outcome) {
        outcomes.set(index, outcome);
        if (open.decrementAndGet() == 0) {
            done.accept(render());
        }
    }

    private Answer render() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(lineNumbers.length * 96);
        for (int i = 0; i < lineNumbers.length; i++) {
            Answer answer = answers.to(outcomes.get(i));
            StringBuilder begin = new StringBuilder(64);
            begin.append("{\"line\":").append(lineNumbers[i]);
            begin.append(",\"code\":").append(answer.status());
            if (answer.retryAfterS() > 0) {
                begin.append(",\"retry_after_s\":").append(answer.retryAfterS());
            }
            begin.append(',');
            lines.writeBytes(Answer.ascii(begin.toString()));
            // What follows is the answer that the heartbeat alone would have had, from inside its braces on.
            lines.write(answer.body(), 1, answer.body().length - 1);
            lines.write('\n');
        }
        return new Answer(200, lines.toByteArray(), 0);
    }
}
