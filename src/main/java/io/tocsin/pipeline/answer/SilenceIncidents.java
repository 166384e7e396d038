package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.rule.Groupings;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.incident.IncidentAlerts;
import io.tocsin.pipeline.incident.Once;
import io.tocsin.pipeline.silence.SilenceAnswer;
import io.tocsin.pipeline.silence.SilenceDesk;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Silences what an incident is about: the alerts that have the values of its grouping, or its own alerts where no grouping made it.
 * Where that is silenced already, nothing changes.
 */
public final class SilenceIncidents {

    private final Store store;
    private final ObjectMapper json;
    private final Supplier<Groupings> groupings;
    private final SilenceDesk desk;
    private final Acts acts;

    /**
     * What somebody wants.
     *
     * @param incidentId which
     * @param length for how long from now on
     * @param by who, for readers
     * @param actor who, for the audit
     * @param comment why; may be empty
     * @param once the provider's id of what they did: what comes again under it, whenever, silences nothing; empty where nothing comes
     *     again by itself
     */
    public record Order(
            String incidentId, Duration length, String by, String actor, String comment, Optional<String> once) {

        /** What nobody sends again by itself. */
        public Order(String incidentId, Duration length, String by, String actor, String comment) {
            this(incidentId, length, by, actor, comment, Optional.empty());
        }
    }

    /**
     * What came of it.
     *
     * @param incident as it stands; empty where there is none of that id
     * @param silence which silence hides it; empty where it was refused, or had come before
     * @param refused why nothing was done; empty where it was, or had been before
     * @param changed whether there was no such silence before
     */
    public record Silenced(
            Optional<Incident> incident, Optional<Silence> silence, Optional<String> refused, boolean changed) {}

    /**
     * @param store where incidents stand
     * @param json reads what it keeps
     * @param groupings which alerts are put together
     * @param desk takes the silences
     * @param acts writes into the incident who did it
     */
    public SilenceIncidents(
            Store store, ObjectMapper json, Supplier<Groupings> groupings, SilenceDesk desk, Acts acts) {
        this.store = store;
        this.json = json;
        this.groupings = groupings;
        this.desk = desk;
        this.acts = acts;
    }

    /** Does it; blocks until it is on disk. */
    public Silenced silence(Order order) {
        record Read(Optional<IncidentAlerts> found, Instant now) {}
        Read read = store.read(tx ->
                new Read(IncidentAlerts.of(tx, json, order.incidentId, IncidentScope.MOST_ALERTS), store.now(tx)));
        Optional<Incident> incident = read.found.map(IncidentAlerts::incident);
        if (incident.isEmpty()) {
            return new Silenced(incident, Optional.empty(), Optional.empty(), false);
        }
        Incident.Status status = incident.get().status();
        if (status == Incident.Status.RESOLVED || status == Incident.Status.CLOSED) {
            return refused(incident, "it is " + status.word() + ": nobody is notified of it any more");
        }
        if (order.once.filter(acts::wasTaken).isPresent()) {
            return new Silenced(incident, Optional.empty(), Optional.empty(), false);
        }
        Optional<Scope> scope =
                IncidentScope.of(read.found.get(), groupings.get().all());
        if (scope.isEmpty()) {
            return refused(incident, "its alerts are not there any more");
        }
        SilenceAnswer answer = desk.take(new SilenceOrder(
                order.actor,
                Optional.empty(),
                new SilenceOrder.Once(new SilenceOrder.Be(
                        scope.get(),
                        read.now,
                        read.now.plus(order.length),
                        order.by,
                        order.comment.isEmpty() ? "of incident " + order.incidentId : order.comment))));
        if (answer.silence().isEmpty()) {
            return refused(incident, answer.refused().orElseThrow().words());
        }
        Silence silence = answer.silence().get();
        boolean isKept = answer.changed() && say(order, silence);
        if (!isKept) { // it counts once also where there is nothing to be said of it
            order.once.ifPresent(acts::keepTaken);
        }
        return new Silenced(incident, Optional.of(silence), Optional.empty(), answer.changed());
    }

    /** In the incident, with the id of what they did; whether that was taken. */
    private boolean say(Order order, Silence silence) {
        return acts.act(new ActOrder(
                        order.incidentId,
                        new Input.Commented(
                                order.by,
                                "silenced until " + silence.endsAt() + " (" + silence.id() + "): " + silence.scope()),
                        order.actor,
                        order.once.map(Once::everOf).stream().toList(),
                        Optional.empty()))
                .refused()
                .isEmpty();
    }

    private static Silenced refused(Optional<Incident> incident, String why) {
        return new Silenced(incident, Optional.empty(), Optional.of(why), false);
    }
}
