package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.ReadableRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Maintenance windows as rows. */
final class WindowTable {

    private static final String INSERT = """
            INSERT INTO maintenance_window (id, scope, starts, lasts, zone, rule, exceptions, notify, author, comment, made_at, over_at)
            VALUES (:id, :scope, :starts, :lasts, :zone, :rule,
                    :exceptions, :notify, :author, :comment, :made, :over)
            """;

    private WindowTable() {}

    static RowMapper<PlannedWindow> mapper(ObjectMapper json) {
        return (row, context) -> new PlannedWindow(
                row.getString("id"),
                ScopeJson.read(JsonText.read(json, row.getString("scope"))),
                times(json, row),
                TargetJson.read(JsonText.read(json, row.getString("notify"))),
                row.getString("author"),
                row.getString("comment"),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Optional.ofNullable((Number) row.getObject("over_at")).map(at -> Instant.ofEpochMilli(at.longValue())));
    }

    private static Recurrence times(ObjectMapper json, ResultSet row) throws SQLException {
        LocalDateTime start = LocalDateTime.parse(row.getString("starts"));
        Duration length = Duration.ofMillis(row.getLong("lasts"));
        ZoneId zone = ZoneId.of(row.getString("zone"));
        if (row.getString("rule").isEmpty()) {
            return Recurrence.once(start, length, zone);
        }
        Set<LocalDate> except = new LinkedHashSet<>();
        for (JsonNode day : JsonText.read(json, row.getString("exceptions"))) {
            except.add(LocalDate.parse(day.asText()));
        }
        return Recurrence.kept(start, length, zone, row.getString("rule"), except);
    }

    /** Those that can be read: an alert that another one would hide is notified of, then. */
    static List<PlannedWindow> notOver(Handle tx, ObjectMapper json, Instant now) {
        return ReadableRows.list(
                "the maintenance window",
                tx.createQuery("SELECT * FROM maintenance_window WHERE over_at IS NULL OR over_at > :now")
                        .bind("now", now.toEpochMilli()),
                mapper(json));
    }

    /** @param hold what holds the row until the transaction ends, where other hubs may change it */
    static Optional<PlannedWindow> find(Handle tx, ObjectMapper json, String id, String hold) {
        return tx.createQuery("SELECT * FROM maintenance_window WHERE id = :id " + hold)
                .bind("id", id)
                .map(mapper(json))
                .findOne();
    }

    static void insert(Handle tx, ObjectMapper json, PlannedWindow window) {
        Recurrence times = window.times();
        tx.createUpdate(INSERT)
                .bind("id", window.id())
                .bind("scope", JsonText.of(json, ScopeJson.write(window.scope())))
                .bind("starts", times.start().toString())
                .bind("lasts", times.length().toMillis())
                .bind("zone", times.zone().getId())
                .bind("rule", times.rule())
                .bind(
                        "exceptions",
                        JsonText.of(
                                json,
                                times.except().stream()
                                        .sorted()
                                        .map(LocalDate::toString)
                                        .toList()))
                .bind("notify", TargetJson.write(window.targets()).toString())
                .bind("author", window.author())
                .bind("comment", window.comment())
                .bind("made", window.madeAt().toEpochMilli())
                .bind("over", window.overAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    static void end(Handle tx, String id, Instant now) {
        tx.createUpdate("UPDATE maintenance_window SET over_at = :now WHERE id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }
}
