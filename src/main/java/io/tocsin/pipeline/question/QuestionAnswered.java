package io.tocsin.pipeline.question;

import io.tocsin.model.question.Question;
import io.tocsin.model.question.Ruling;
import java.util.Optional;

/**
 * What came of an answer.
 *
 * @param question as it stands now; empty where there is none of that id
 * @param ruling what it came to; empty where there is no question, or a provider sent what it had sent before
 */
public record QuestionAnswered(Optional<Question> question, Optional<Ruling> ruling) {

    static final QuestionAnswered NO_QUESTION = new QuestionAnswered(Optional.empty(), Optional.empty());

    /** Why it does not count, as a sentence without its full stop; empty where it does, or did before. */
    public Optional<String> refused() {
        return ruling.filter(one -> one.outcome() == Ruling.Outcome.REFUSED).map(Ruling::words);
    }

    /** Whether anything changed. */
    public boolean changed() {
        return ruling.filter(Ruling::counts).isPresent();
    }
}
