package io.tocsin.pipeline.answer;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acted;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.incident.Once;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what people want by links, chats, phones and tickets: the acts of commands and API, and no others. */
public final class AnswerActs {

    /** For so long an answer silences. */
    public static final Duration SILENCED = Duration.ofHours(1);

    /** Two who want the next step at once want the same one, and so does a finger that trembles. */
    private static final Duration SAME_STEP = Duration.ofSeconds(10);

    private final Acts acts;
    private final SilenceIncidents silencing;

    /**
     * @param acts what people do about incidents
     * @param silencing silences their alerts
     */
    public AnswerActs(Acts acts, SilenceIncidents silencing) {
        this.acts = acts;
        this.silencing = silencing;
    }

    /** Does it, if it is valid as the incident stands; it is on disk when this returns. Blocks. */
    public Came act(Wish wish) {
        return switch (wish.act()) {
            case ACKNOWLEDGE -> act(wish, new Input.Acknowledged(wish.by()));
            case UNACKNOWLEDGE -> act(wish, new Input.Unacknowledged(wish.by()));
            case RESOLVE -> act(wish, new Input.ResolvedBy(wish.by(), PublicStatus.Change.NONE, acts.reopenAfter()));
            case ESCALATE -> act(wish, new Input.Hurried(wish.by()));
            case COMMENT -> act(wish, new Input.Commented(wish.by(), wish.text()));
            case SILENCE -> silence(wish);
        };
    }

    private Came act(Wish wish, Input.Act act) {
        Acted acted = acts.act(new ActOrder(wish.incident(), act, wish.actor(), once(wish), wish.there()));
        return new Came(
                acted.incident(),
                acted.refused(),
                acted.changed(),
                acted.incident().flatMap(incident -> stands(wish.act(), incident)));
    }

    private static List<Once> once(Wish wish) {
        List<Once> once = new ArrayList<>();
        wish.once().ifPresent(id -> once.add(Once.everOf(id)));
        if (wish.act() == AnswerAct.ESCALATE) {
            once.add(new Once("escalate " + wish.incident(), Optional.of(SAME_STEP)));
        }
        return once;
    }

    private static Optional<Came.Stands> stands(AnswerAct act, Incident incident) {
        return switch (act) {
            case ACKNOWLEDGE -> incident.handling().acknowledged().map(by -> new Came.Stands(by.by(), by.at()));
            case RESOLVE -> incident.handling().resolved().map(by -> new Came.Stands(by.by(), by.at()));
            case SILENCE, ESCALATE, UNACKNOWLEDGE, COMMENT -> Optional.empty();
        };
    }

    private Came silence(Wish wish) {
        SilenceIncidents.Silenced silenced = silencing.silence(
                new SilenceIncidents.Order(wish.incident(), SILENCED, wish.by(), wish.actor(), "", wish.once()));
        return new Came(
                silenced.incident(),
                silenced.refused(),
                silenced.changed(),
                silenced.silence().map(silence -> new Came.Stands(silence.author(), silence.endsAt())));
    }
}
