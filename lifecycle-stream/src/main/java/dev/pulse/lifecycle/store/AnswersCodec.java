package dev.pulse.lifecycle.store;

import dev.pulse.lifecycle.store.Answers.Answer;
import java.util.ArrayList;
import java.util.List;

/** Answers to commands. */
public final class AnswersCodec extends Codec<Answers> {
    @Override
    void write(Answers answers, Output out) {
        out.number(answers.newest().size());
        for (Answer answer : answers.newest()) {
            out.text(answer.correlationId());
            out.flag(answer.done());
            out.text(answer.code());
            out.text(answer.detail());
            out.number(answer.sequence());
        }
    }

    @Override
    Answers read(Input in) {
        int count = in.count();
        List<Answer> newest = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            newest.add(new Answer(in.text(), in.flag(), in.text(), in.text(), in.number()));
        }
        return new Answers(newest);
    }
}
