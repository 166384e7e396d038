package io.tocsin.app.api;

import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.answer.AnswerActs;
import io.tocsin.pipeline.answer.SilenceIncidents;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acted;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.source.chat.ChatDesk;
import java.util.Optional;
import java.util.function.Supplier;

/** What people do in chats, by the same acts as the API's. */
public final class ChatActs implements ChatDesk {

    private final Acts acts;
    private final SilenceIncidents silencing;
    private final Supplier<Recipients> recipients;

    /**
     * @param acts what can be done about incidents
     * @param silencing silences their alerts
     * @param recipients the people that there are now
     */
    public ChatActs(Acts acts, SilenceIncidents silencing, Supplier<Recipients> recipients) {
        this.acts = acts;
        this.silencing = silencing;
        this.recipients = recipients;
    }

    @Override
    public Recipients recipients() {
        return recipients.get();
    }

    @Override
    public Came act(Wish wish) {
        return switch (wish.act()) {
            case ACKNOWLEDGE -> act(wish, new Input.Acknowledged(wish.by()));
            case UNACKNOWLEDGE -> act(wish, new Input.Unacknowledged(wish.by()));
            case RESOLVE -> act(wish, new Input.ResolvedBy(wish.by(), PublicStatus.Change.NONE, acts.reopenAfter()));
            case COMMENT -> act(wish, new Input.Commented(wish.by(), wish.text()));
            case SILENCE -> silence(wish);
        };
    }

    private Came act(Wish wish, Input.Act act) {
        Acted acted = acts.act(
                new ActOrder(wish.incident(), act, wish.actor(), Optional.of(wish.once()), wish.there()));
        return new Came(
                acted.incident(),
                acted.refused(),
                acted.changed(),
                acted.incident().flatMap(incident -> stands(wish.act(), incident)));
    }

    private static Optional<Stands> stands(Act act, Incident incident) {
        return switch (act) {
            case ACKNOWLEDGE -> incident.handling().acknowledged().map(by -> new Stands(by.by(), by.at()));
            case RESOLVE -> incident.handling().resolved().map(by -> new Stands(by.by(), by.at()));
            case UNACKNOWLEDGE, COMMENT, SILENCE -> Optional.empty();
        };
    }

    private Came silence(Wish wish) {
        SilenceIncidents.Silenced silenced = silencing.silence(
                new SilenceIncidents.Order(wish.incident(), AnswerActs.SILENCED, wish.by(), wish.actor(), "")
                        .once(wish.once()));
        return new Came(
                silenced.incident(),
                silenced.refused(),
                silenced.changed(),
                silenced.silence().map(silence -> new Stands(silence.author(), silence.endsAt())));
    }
}
