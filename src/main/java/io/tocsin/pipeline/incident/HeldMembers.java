package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Members;
import io.tocsin.model.silence.Hold;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Asks what holds the members of incidents back before their rules look, and keeps what does beside the incident, so that
 * whatever ends it finds whose rules have to look then.
 */
final class HeldMembers {

    private static final String FORGET = "DELETE FROM held WHERE incident_id = ?";

    private static final String INSERT = "INSERT INTO held (held_by, incident_id) VALUES (?, ?)";

    private record Row(String by, String incident) {}

    private final Holding holding;
    private final Handle tx;
    private final ObjectMapper json;
    private final Instant now;
    private final Map<String, Map<String, Hold>> found = new HashMap<>();

    HeldMembers(Holding holding, Handle tx, ObjectMapper json, Instant now) {
        this.holding = holding;
        this.tx = tx;
        this.json = json;
        this.now = now;
    }

    /** Before a decision about something else than an alert. */
    void look(IncidentRow row) {
        look(row, Map.of(), Set.of());
    }

    /** Before a decision about an alert, which may be a new member. @param fires whether it goes on */
    void look(IncidentRow row, String alertId, JsonNode alert, boolean fires) {
        holding.seen(tx, alertId, alert, fires, now);
        look(row, Map.of(alertId, alert), Set.of(alertId));
    }

    private void look(IncidentRow row, Map<String, JsonNode> atHand, Set<String> joining) {
        if (!holding.mayHold()) {
            row.hold(new Members(row.members().all(), Map.of()));
            found.remove(row.id());
            return;
        }
        Map<String, Hold> holds = new HashMap<>();
        Set<String> alerts = row.members().all().stream()
                .filter(Member::fires)
                .map(Member::alert)
                .collect(Collectors.toSet());
        alerts.addAll(joining);
        for (String alert : alerts) {
            Optional.ofNullable(atHand.get(alert))
                    .or(() -> LastWord.of(tx, alert).content().map(text -> JsonText.read(json, text)))
                    .flatMap(content -> holding.of(tx, alert, content, now))
                    .ifPresent(hold -> holds.put(alert, hold));
        }
        Map<String, String> words = new HashMap<>();
        Map<String, Instant> until = new HashMap<>();
        holds.forEach((alert, hold) -> {
            words.put(alert, hold.words());
            hold.until().ifPresent(end -> until.put(alert, end));
        });
        row.hold(new Members(row.members().all(), words, until));
        found.put(row.id(), holds);
    }

    /** After the decision: what holds members back that still fire is kept. */
    void keep(IncidentRow row) {
        Map<String, Hold> holds = found.getOrDefault(row.id(), Map.of());
        row.heldBy(row.members().all().stream()
                .filter(Member::fires)
                .flatMap(member -> Optional.ofNullable(holds.get(member.alert())).stream())
                .map(Hold::by)
                .collect(Collectors.toSet()));
    }

    static void write(Handle tx, Collection<IncidentRow> changed) {
        List<IncidentRow> rows =
                changed.stream().filter(IncidentRow::heldByChanged).toList();
        Statements statements = Statements.of(tx);
        statements.each(FORGET, rows, (values, row) -> values.text(row.id()));
        statements.each(
                INSERT,
                rows.stream()
                        .flatMap(row -> row.heldBy().stream().sorted().map(by -> new Row(by, row.id())))
                        .toList(),
                (values, row) -> values.text(row.by).text(row.incident));
    }
}
