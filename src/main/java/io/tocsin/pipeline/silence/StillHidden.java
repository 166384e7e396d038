package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.silence.Scope;
import io.tocsin.store.sql.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Alerts that fire and that a silence is about.
 *
 * @param firing how many there are, by severity; of more than 1,000 no more than 1,001
 * @param first the first of them, as JSON
 */
record StillHidden(Counts firing, List<ObjectNode> first) {

    static final StillHidden NOTHING = new StillHidden(Counts.NONE, List.of());

    /** So many are shown. */
    private static final int SHOWN = 20;

    /** So many at a time. */
    private static final int BATCH = 500;

    /** So many are counted: who hides more than that need not know how much more. */
    static final int MOST = 1_000;

    /** In the order of the index of those that fire, so that what is kept of ended ones costs nothing. */
    static final String FIRING = """
            SELECT id, severity, content FROM alert WHERE status = 'firing' ORDER BY COALESCE(incident_id, ''), id
            """;

    private record Alert(String severity, String content) {}

    /** Looks once through all that fire, for all scopes, until of each there are too many to be counted. */
    static Map<Scope, StillHidden> of(Handle snapshot, ObjectMapper json, Set<Scope> scopes) {
        Map<Scope, StillHidden> found = new HashMap<>();
        scopes.forEach(scope -> found.put(scope, NOTHING));
        if (scopes.isEmpty()) {
            return found;
        }
        try (ResultIterator<Alert> alerts = snapshot.createQuery(FIRING)
                .setFetchSize(BATCH)
                .map((row, context) -> new Alert(row.getString("severity"), row.getString("content")))
                .iterator()) {
            while (alerts.hasNext() && found.values().stream().anyMatch(StillHidden::isCounting)) {
                Alert alert = alerts.next();
                ObjectNode content = (ObjectNode) JsonText.read(json, alert.content);
                Severity severity = Severity.ofWord(alert.severity).orElse(Severity.MEDIUM);
                found.replaceAll((scope, hidden) ->
                        hidden.isCounting() && scope.fits(content) ? hidden.with(severity, content) : hidden);
            }
        }
        return found;
    }

    private boolean isCounting() {
        return firing.total() <= MOST;
    }

    private StillHidden with(Severity severity, ObjectNode alert) {
        List<ObjectNode> shown = first;
        if (first.size() < SHOWN) {
            shown = new ArrayList<>(first);
            shown.add(alert);
        }
        return new StillHidden(firing.plus(severity, 1), shown);
    }

    /** How many there are, such as {@code 2 alerts}. */
    String alerts() {
        int total = firing.total();
        return total == 1 ? "1 alert" : total > MOST ? "more than 1,000 alerts" : total + " alerts";
    }

    /** The same of those that go on, such as {@code 2 alerts still fire}. */
    String stillFire() {
        return alerts() + (firing.total() == 1 ? " still fires" : " still fire");
    }
}
