package io.tocsin.app.api;

import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.answer.AnswerActs;
import io.tocsin.source.chat.ChatDesk;
import java.util.function.Supplier;

/** What people do in chats, by the same acts as everywhere. */
public final class ChatActs implements ChatDesk {

    private final AnswerActs acts;
    private final Supplier<Recipients> recipients;

    /**
     * @param acts what can be done about incidents
     * @param recipients the people that there are now
     */
    public ChatActs(AnswerActs acts, Supplier<Recipients> recipients) {
        this.acts = acts;
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
}
