package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Shared;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What still fires long after somebody resolved its incident becomes another incident, which says who resolved the first. What
 * nobody ends does not go on for having been said once: the next word about it is another incident by itself.
 *
 * @param corridor where incidents stand
 * @param tx the transaction
 * @param book with the incidents
 */
public record StillFiring(Corridor corridor, Handle tx, IncidentBook book) {

    private static final String ALERTS = """
            SELECT id, identity, fingerprint, content, event_id FROM alert
            WHERE id IN (<list>) AND status = 'firing' AND resolved_in IS NOT NULL
            """;

    private static final String LEAVES = """
            UPDATE alert SET resolved_in = NULL, incident_id = ?, generation = generation + 1 WHERE id = ?
            """;

    private record Left(String alert, String incident) {}

    private record Row(String id, AlertKey key, String content, String event) {}

    /**
     * Opens it.
     *
     * @param due an incident whose time has come and that was read; if nobody resolved it nothing happens
     * @param policies what the rules say now
     */
    public void reopen(String due, Map<String, Policy> policies) {
        book.standing(due)
                .filter(standing -> standing.incident().lingers())
                .ifPresent(standing -> reopen(due, book.firing(due), policies));
    }

    private void reopen(String incident, List<Member> firing, Map<String, Policy> policies) {
        // What is due was picked, whatever it is, and is held: what comes before it is taken at once, or all is made
        // again.
        book.takeAtOnce();
        Map<String, Row> rows = read(firing);
        Map<String, IncidentBook.Of> ofs = new HashMap<>();
        List<Shared> shared = book.sharedBy(incident);
        rows.values().forEach(row -> ofs.put(row.id, of(incident, row, shared)));
        book.readFor(ofs.values(), firing.stream().collect(Collectors.toMap(Member::alert, member -> incident)));
        List<Left> left = new ArrayList<>();
        for (Member member : firing) {
            Row row = rows.get(member.alert());
            if (row == null) {
                book.decide(
                        incident, new Input.Cleared(member.alert(), "nothing is known of it any more"), policies, true);
                continue;
            }
            ObjectNode content = (ObjectNode) JsonText.read(corridor.json(), row.content);
            Alert alert = AlertJson.read(content);
            Input input = alert.staleAfter().isPresent() && alert.resolveAfter().isEmpty()
                    ? new Input.Cleared(member.alert(), "nobody says when it is over, and somebody resolved it")
                    : fired(member, alert);
            IncidentBook.Outcome outcome = book.decide(ofs.get(row.id), input, policies, row.event, content);
            left.add(new Left(row.id, outcome.incidentId()));
        }
        Statements.of(tx)
                .each(LEAVES, left, (values, one) -> values.text(one.incident).text(one.alert));
    }

    /** It goes where it was, to the next incident of its group, which has in common with others what that one had. */
    private IncidentBook.Of of(String incident, Row row, List<Shared> shared) {
        Group group = book.groupOf(incident);
        return new IncidentBook.Of(
                row.id, Optional.of(incident), group.isGrouped() ? group : Group.alone(row.key), shared);
    }

    private static Input fired(Member member, Alert alert) {
        return new Input.Fired(
                member.alert(),
                member.title(),
                alert.severity(),
                false,
                member.matched().stream()
                        .filter(Matched::fires)
                        .map(Matched::rule)
                        .toList());
    }

    private Map<String, Row> read(List<Member> members) {
        List<String> alerts = members.stream().map(Member::alert).toList();
        IncidentLocks.take(tx, corridor.store().dialect(), ALERTS, alerts, "an alert");
        return Statements.of(tx)
                .among(
                        ALERTS,
                        alerts,
                        row -> new Row(
                                row.getString("id"),
                                new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                                row.getString("content"),
                                row.getString("event_id")))
                .stream()
                .collect(Collectors.toMap(Row::id, Function.identity()));
    }
}
