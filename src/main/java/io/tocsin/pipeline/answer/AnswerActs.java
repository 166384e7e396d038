package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acted;
import io.tocsin.pipeline.incident.Acts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What people do by a link, in the order in which a page offers it: the acts of commands and API, and no others. */
public final class AnswerActs {

    /** For so long the act of a link silences. */
    public static final Duration SILENCED = Duration.ofHours(1);

    private static final Predicate<String> GOES_ON =
            state -> List.of("open", "acknowledged", "ending").contains(state);

    private AnswerActs() {}

    /**
     * All of them.
     *
     * @param acts what people do about incidents
     * @param silencing silences their alerts
     */
    public static List<AnswerAct> of(Acts acts, SilenceIncidents silencing) {
        return List.of(
                new OnIncident(
                        "acknowledge", "open"::equals, acts, Input.Acknowledged::new, incident -> incident.handling()
                                .acknowledged()
                                .map(by -> new Before(by.by(), by.at()))),
                new OnIncident(
                        "resolve",
                        GOES_ON,
                        acts,
                        by -> new Input.ResolvedBy(by, PublicStatus.Change.NONE, acts.reopenAfter()),
                        AnswerActs::resolved),
                new Silence(silencing));
    }

    private static Optional<Before> resolved(Incident incident) {
        return incident.handling().resolved().map(by -> new Before(by.by(), by.at()));
    }

    /** Who had done it, and when. */
    private record Before(String by, Instant at) {}

    /**
     * @param states of an incident that has something to do
     * @param act what it is, by whom
     * @param before who did it, once it is done
     */
    private record OnIncident(
            String word,
            Predicate<String> states,
            Acts acts,
            Function<String, Input.Act> act,
            Function<Incident, Optional<Before>> before)
            implements AnswerAct {

        @Override
        public boolean isOffered(JsonNode incident) {
            return states.test(incident.path("state").asText());
        }

        @Override
        public Answered act(String incidentId, String by, String actor) {
            Acted acted = acts.act(new ActOrder(incidentId, act.apply(by), actor));
            if (acted.incident().isEmpty()) {
                return Answered.refused("it is not there any more");
            }
            if (acted.refused().isPresent()) {
                return Answered.refused(acted.refused().get());
            }
            Optional<Before> done = before.apply(acted.incident().get());
            return acted.changed()
                    ? Answered.done(done.map(Before::at))
                    : Answered.before(done.map(Before::by), done.map(Before::at));
        }
    }

    private record Silence(SilenceIncidents silencing) implements AnswerAct {

        @Override
        public String word() {
            return "silence";
        }

        @Override
        public boolean isOffered(JsonNode incident) {
            return GOES_ON.test(incident.path("state").asText())
                    && incident.path("heldBy").isEmpty();
        }

        @Override
        public Answered act(String incidentId, String by, String actor) {
            SilenceIncidents.Silenced silenced =
                    silencing.silence(new SilenceIncidents.Order(incidentId, SILENCED, by, actor, ""));
            if (silenced.silence().isEmpty()) {
                return Answered.refused(silenced.refused().orElse("it is not there any more"));
            }
            io.tocsin.model.silence.Silence silence = silenced.silence().get();
            return silenced.changed()
                    ? Answered.done(Optional.of(silence.endsAt()))
                    : Answered.before(Optional.of(silence.author()), Optional.of(silence.endsAt()));
        }
    }
}
