package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Incidents;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What looks at large incidents ask of their members, answered in a snapshot beside the writer, where going through thousands
 * keeps nobody waiting. The look itself is decided in the transaction, as if nothing had been asked before; it goes by these
 * answers if the incident is still at that version, and asks again otherwise.
 */
public final class LookAhead {

    /** Nothing was asked. */
    public static final LookAhead NONE = new LookAhead(Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(LookAhead.class);

    /** An incident of fewer members is looked at in the transaction alone. */
    private static final int FEW = 200;

    private record Asked(long version, StoredMembers.Answers answers) {}

    private final Map<String, Asked> byIncident;

    private LookAhead(Map<String, Asked> byIncident) {
        this.byIncident = byIncident;
    }

    /**
     * Looks at those of these incidents that are large.
     *
     * @param snapshot a consistent view of the store
     * @param json reads what alerts said
     * @param notifying whom to notify of what, and what holds it back
     * @param ids incidents
     * @param now the store's time
     */
    public static LookAhead at(
            Handle snapshot, ObjectMapper json, Notifying notifying, Collection<String> ids, Instant now) {
        Map<String, Asked> asked = new HashMap<>();
        Rosters rosters =
                new Rosters(snapshot, new HeldMembers(notifying.holding().beside(), snapshot, json, now), NONE);
        for (IncidentRow row : IncidentRow.of(snapshot, IncidentRow.grouped(snapshot, ids))) {
            Incident incident = row.incident();
            if (incident.firing().total() + incident.over() > FEW) {
                try {
                    asked.put(row.id(), at(rosters.forLook(row), notifying, now));
                } catch (IllegalStateException
                        | StackOverflowError unreadable) { // the look says what is wrong, and what becomes of it
                    LOG.debug("incident {} could not be looked at beside the writer", row.id(), unreadable);
                }
            }
        }
        return asked.isEmpty() ? NONE : new LookAhead(asked);
    }

    private static Asked at(Standing standing, Notifying notifying, Instant now) {
        Decision decision = Incidents.decide(
                standing,
                new Input.TimeCame(),
                notifying.policies().get(),
                new PeopleAddressed(notifying.recipients().get(), Turns.inMemory()),
                now);
        StoredMembers before = (StoredMembers) standing.roster();
        return new Asked(standing.incident().version(), before.answers((StoredMembers)
                decision.next().roster()));
    }

    /** What was answered of an incident, if that was asked and nothing has changed since. */
    Optional<StoredMembers.Answers> of(Incident incident) {
        return Optional.ofNullable(byIncident.get(incident.id()))
                .filter(asked -> asked.version == incident.version())
                .map(Asked::answers);
    }
}
