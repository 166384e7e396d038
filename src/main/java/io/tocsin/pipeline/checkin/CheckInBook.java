package io.tocsin.pipeline.checkin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.CheckInEvent;
import io.tocsin.model.checkin.Standing;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The check-ins that one transaction changes, and what it has to say of them. */
final class CheckInBook {

    private static final String DELETE = "DELETE FROM check_in WHERE name = ?";

    private final ObjectMapper json;
    private final boolean shared;
    private final Map<String, CheckInRow> before = new LinkedHashMap<>();
    private final Map<String, CheckInRow> rows = new LinkedHashMap<>();
    private final List<EventDraft> events = new ArrayList<>();

    /** @param held in the order in which all hubs hold them */
    CheckInBook(ObjectMapper json, boolean shared, List<CheckInRow> held) {
        this.json = json;
        this.shared = shared;
        held.forEach(row -> {
            before.put(row.name(), row);
            rows.put(row.name(), row);
        });
    }

    /** A row as it begins. */
    static CheckInRow begin(ObjectMapper json, CheckIn entry, Instant now) {
        return new CheckInRow(entry.name(), content(json, entry), Standing.begin(entry.terms(), now), Optional.empty());
    }

    private static String content(ObjectMapper json, CheckIn entry) {
        return JsonText.of(json, CheckInEvent.content(entry));
    }

    Optional<Standing> standing(String name) {
        return Optional.ofNullable(rows.get(name)).map(CheckInRow::standing);
    }

    /** Nothing where there is none of that name. */
    void reported(String name, Instant at, Instant now) {
        change(name, standing -> standing.reported(at, now), "It reported at " + at + ".", now);
    }

    /** Looks which of them are late; where another hub may have heard a report that it has not written yet, by as much later. */
    void look(Instant now) {
        each(standing -> standing.timeCame(shared ? now.minus(standing.terms().slack()) : now), now);
    }

    /** All of them. */
    void each(UnaryOperator<Standing> step, Instant now) {
        List.copyOf(rows.keySet()).forEach(name -> change(name, step, "", now));
    }

    /** These are the entries now. */
    void follow(List<CheckIn> entries, Instant now) {
        TreeSet<String> gone = new TreeSet<>(rows.keySet());
        for (CheckIn entry : entries) {
            gone.remove(entry.name());
            change(
                    entry.name(),
                    standing -> standing.changed(entry.terms(), now),
                    "By the times that the rules files have now it is not late.",
                    now);
            rows.computeIfPresent(entry.name(), (name, row) -> row.with(content(json, entry)));
        }
        for (String name : gone) {
            CheckInRow row = rows.remove(name);
            row.told().ifPresent(told -> over(told, "It is no longer among the check-ins of the rules files.", now));
        }
    }

    private void change(String name, UnaryOperator<Standing> step, String why, Instant now) {
        CheckInRow row = rows.get(name);
        if (row == null) {
            return;
        }
        CheckInRow next = row.with(step.apply(row.standing()));
        if (!row.standing().isLate() && next.standing().isLate()) {
            ObjectNode late = CheckInEvent.late((ObjectNode) JsonText.read(json, row.content()), next.standing());
            next = next.telling(Optional.of(say(late)));
        } else if (row.standing().isLate() && !next.standing().isLate()) {
            row.told().ifPresent(told -> over(told, why, now));
            next = next.telling(Optional.empty());
        }
        rows.put(name, next);
    }

    private void over(String told, String why, Instant now) {
        say(CheckInEvent.over((ObjectNode) JsonText.read(json, told), why, now));
    }

    private String say(ObjectNode event) {
        String body = JsonText.of(json, event);
        events.add(new EventDraft(
                CheckIn.SOURCE, Optional.empty(), "application/json", body.getBytes(StandardCharsets.UTF_8), Map.of()));
        return body;
    }

    /** What is to be said, in order. */
    List<EventDraft> events() {
        return events;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Writes what changed. */
    void write(Handle tx) {
        List<CheckInRow> changed = rows.values().stream()
                .filter(row -> !row.equals(before.get(row.name())))
                .toList();
        Statements.of(tx).each(CheckInRow.UPDATE, changed, (values, row) -> row.bind(values, shared));
        List<String> gone =
                before.keySet().stream().filter(name -> !rows.containsKey(name)).toList();
        Statements.of(tx).each(DELETE, gone, (values, name) -> values.text(name));
    }
}
