package io.tocsin.app.api;

import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.question.Ruling;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.answer.AnswerActs;
import io.tocsin.pipeline.question.QuestionAnswered;
import io.tocsin.pipeline.question.QuestionOrder;
import io.tocsin.pipeline.question.Questions;
import io.tocsin.source.chat.ChatDesk;
import java.util.Optional;
import java.util.function.Supplier;

/** What people do in chats, by the same acts as everywhere. */
public final class ChatActs implements ChatDesk {

    private final AnswerActs acts;
    private final Questions questions;
    private final Supplier<Recipients> recipients;

    /**
     * @param acts what can be done about incidents
     * @param questions takes answers to questions
     * @param recipients the people that there are now
     */
    public ChatActs(AnswerActs acts, Questions questions, Supplier<Recipients> recipients) {
        this.acts = acts;
        this.questions = questions;
        this.recipients = recipients;
    }

    @Override
    public Recipients recipients() {
        return recipients.get();
    }

    @Override
    public Came act(Wish wish) {
        return acts.act(wish);
    }

    @Override
    public Optional<String> vote(Ballot ballot) {
        QuestionAnswered answered = questions.answer(
                new QuestionOrder(ballot.question(), ballot.vote(), ballot.actor(), Optional.of(ballot.once())));
        if (answered.question().isEmpty()) {
            return Optional.of(
                    "No question has the id " + ballot.question() + "; it may have been removed after a while.");
        }
        return answered.ruling()
                .filter(ruling -> ruling.outcome() != Ruling.Outcome.DECIDED)
                .map(ruling -> ruling.words() + ".");
    }
}
