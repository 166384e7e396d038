package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Part;
import io.tocsin.model.incident.Tell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What alerts said, for the messages that tell of them.
 *
 * @param eventId the event behind what is told: of several the one of the alert that changed last
 * @param alerts the alerts that a message names, as JSON
 */
record Contents(String eventId, Function<Tell, List<ObjectNode>> alerts) {

    /** Where nothing is told. */
    static final Contents NONE = new Contents("", tell -> List.of());

    /** In characters: alerts beyond it are named with what tells them apart, and the rest of them is left out. */
    private static final int LONGEST = 200_000;

    private static final List<String> NAMES =
            List.of("fingerprint", "identity", "origin", "source", "status", "severity", "title", "startsAt", "endsAt");

    List<ObjectNode> of(Tell tell) {
        return alerts.apply(tell);
    }

    /** An alert that stands alone, as an event said it. */
    static Contents said(String eventId, ObjectNode alert) {
        return new Contents(eventId, tell -> List.of(alone(alert, tell)));
    }

    /** What was last said of the alerts that a decision tells of. */
    static Contents of(Handle tx, ObjectMapper json, IncidentRow row, Decision decision) {
        List<Part.Line> lines = decision.tells().stream()
                .flatMap(tell -> tell.part().lines().stream())
                .toList();
        Set<String> ids = new LinkedHashSet<>();
        ids.add(row.alertId);
        if (row.group.isGrouped()) {
            lines.forEach(line -> ids.add(line.member().alert()));
        }
        Map<String, LastWord> words = LastWord.of(tx, ids);
        String event = (row.group.isGrouped() ? newest(lines, words) : Optional.<LastWord>empty())
                .or(() -> Optional.ofNullable(words.get(row.alertId)))
                .map(LastWord::eventId)
                .orElse("");
        return new Contents(
                event,
                row.group.isGrouped()
                        ? tell -> lines(tell.part().lines(), words, json)
                        : tell -> Optional.ofNullable(words.get(row.alertId)).stream()
                                .map(word -> alone(word.alert(json), tell))
                                .toList());
    }

    private static Optional<LastWord> newest(List<Part.Line> lines, Map<String, LastWord> words) {
        return lines.stream()
                .filter(line -> words.containsKey(line.member().alert()))
                .max(Comparator.comparingLong(line -> line.member().changed()))
                .map(line -> words.get(line.member().alert()));
    }

    private static ObjectNode alone(ObjectNode alert, Tell tell) {
        return tell.part().lines().stream()
                .findFirst()
                .map(line -> standing(alert, line))
                .orElse(alert);
    }

    /** As it stands for whoever reads it: it may be over for the reader, and fire again for other rules than the reader's. */
    private static ObjectNode standing(ObjectNode alert, Part.Line line) {
        String status = line.fires() ? "firing" : "resolved";
        if (alert.path("status").asText().equals(status)) {
            return alert;
        }
        ObjectNode other = alert.deepCopy().put("status", status);
        other.remove("endsAt");
        line.member().overAt().filter(end -> !line.fires()).ifPresent(end -> other.put("endsAt", end.toString()));
        return other;
    }

    /** Whether it flaps, and of what has just stopped doing so since when nothing has changed. */
    private static void flapping(ObjectNode alert, Part.Line line) {
        line.member().flapping().filter(watched -> line.fires()).ifPresent(watched -> {
            watched.since().ifPresent(since -> alert.put("flappingSince", since.toString()));
            if (line.isNew()
                    && watched.steady() == line.member().changed()
                    && watched.since().isEmpty()) {
                alert.put("steadySince", watched.changedAt().toString());
            }
        });
    }

    private static List<ObjectNode> lines(List<Part.Line> lines, Map<String, LastWord> words, ObjectMapper json) {
        List<ObjectNode> alerts = new ArrayList<>();
        int length = 0;
        for (Part.Line line : lines) {
            LastWord word = words.get(line.member().alert());
            if (word != null) {
                length += word.content().length();
                ObjectNode alert = standing(word.alert(json), line);
                alert.put("severity", line.member().severity().word());
                flapping(alert, line);
                if (length > LONGEST && !alerts.isEmpty()) {
                    alert.retain(NAMES);
                }
                alerts.add(alert);
            }
        }
        return alerts;
    }
}
