package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * An incident and what its alerts said last, for whoever does something about all of them.
 *
 * @param incident how it stands
 * @param alerts those that fire first, as {@link io.tocsin.model.alert.AlertJson} writes them
 */
public record IncidentAlerts(Incident incident, List<ObjectNode> alerts) {

    public IncidentAlerts {
        alerts = List.copyOf(alerts);
    }

    /**
     * Reads it; empty where there is none.
     *
     * @param most so many of its alerts at most
     */
    public static Optional<IncidentAlerts> of(Handle tx, ObjectMapper json, String id, int most) {
        return IncidentRow.of(tx, List.of(id)).stream().findFirst().map(row -> {
            List<String> alerts = row.group.isGrouped()
                    ? MemberRow.newest(tx, id, most).stream().map(Member::alert).toList()
                    : List.of(row.alertId);
            Map<String, LastWord> words = LastWord.of(tx, alerts);
            return new IncidentAlerts(
                    row.incident(),
                    alerts.stream()
                            .flatMap(alert -> Stream.ofNullable(words.get(alert)))
                            .map(word -> word.alert(json))
                            .toList());
        });
    }
}
