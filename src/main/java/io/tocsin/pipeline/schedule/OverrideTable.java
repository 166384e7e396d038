package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.ReadableRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Overrides as rows. */
final class OverrideTable {

    /** What is over for less than this is known still, so that a look back shows who was on call. */
    static final Duration PAST = Duration.ofDays(35);

    private static final String WHAT = "the override of a schedule";

    private record Row(String schedule, ScheduleOverride override) {}

    private OverrideTable() {}

    /** Those that begin, can be read and are not over for long, by schedule, in the order in which they were made. */
    static Map<String, List<ScheduleOverride>> all(Handle tx, ObjectMapper json, Instant now) {
        Map<String, List<ScheduleOverride>> all = new LinkedHashMap<>();
        RowMapper<ScheduleOverride> mapper = mapper(json);
        ReadableRows.list(
                        WHAT,
                        tx.createQuery("SELECT * FROM schedule_override WHERE ends_at > :past AND ends_at > starts_at"
                                        + " ORDER BY created_at, id")
                                .bind("past", now.minus(PAST).toEpochMilli()),
                        (row, context) -> new Row(row.getString("schedule"), mapper.map(row, context)))
                .forEach(row -> all.computeIfAbsent(row.schedule, any -> new ArrayList<>())
                        .add(row.override));
        return all;
    }

    /** One of a schedule that is not over and can be read. @param hold what keeps others from changing it meanwhile */
    static Optional<ScheduleOverride> open(
            Handle tx, ObjectMapper json, String schedule, String id, Instant now, String hold) {
        return ReadableRows.list(
                        WHAT,
                        tx.createQuery("SELECT * FROM schedule_override WHERE id = :id AND schedule = :schedule"
                                        + " AND ends_at > :now AND ends_at > starts_at " + hold)
                                .bind("id", id)
                                .bind("schedule", schedule)
                                .bind("now", now.toEpochMilli()),
                        mapper(json))
                .stream()
                .findFirst();
    }

    static void add(Handle tx, ObjectMapper json, String schedule, ScheduleOverride override, Instant now) {
        ArrayNode people = json.createArrayNode();
        override.people().forEach(people::add);
        tx.createUpdate(
                        "INSERT INTO schedule_override (id, schedule, starts_at, ends_at, people, author, comment, created_at)"
                                + " VALUES (:id, :schedule, :starts, :ends, :people, :author, :comment, :now)")
                .bind("id", override.id())
                .bind("schedule", schedule)
                .bind("starts", override.from().toEpochMilli())
                .bind("ends", override.until().toEpochMilli())
                .bind("people", JsonText.of(json, people))
                .bind("author", override.author())
                .bind("comment", override.comment())
                .bind("now", Math.max(now.toEpochMilli(), lastMade(tx, schedule) + 1))
                .execute();
    }

    /** Of two at once the later one wins, also where a clock was set back between them. */
    private static long lastMade(Handle tx, String schedule) {
        return tx.createQuery("SELECT COALESCE(max(created_at), 0) FROM schedule_override WHERE schedule = :schedule")
                .bind("schedule", schedule)
                .mapTo(Long.class)
                .one();
    }

    static void end(Handle tx, ScheduleOverride override, Instant now) {
        Instant end = override.from().isAfter(now) ? override.from() : now;
        tx.createUpdate("UPDATE schedule_override SET ends_at = :end, ended_at = :now WHERE id = :id")
                .bind("end", end.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("id", override.id())
                .execute();
    }

    private static RowMapper<ScheduleOverride> mapper(ObjectMapper json) {
        return (row, context) -> {
            List<String> people = new ArrayList<>();
            for (JsonNode name : JsonText.read(json, row.getString("people"))) {
                people.add(name.asText());
            }
            return new ScheduleOverride(
                    row.getString("id"),
                    Instant.ofEpochMilli(row.getLong("starts_at")),
                    Instant.ofEpochMilli(row.getLong("ends_at")),
                    people,
                    row.getString("author"),
                    row.getString("comment"));
        };
    }
}
